import { LogoutService } from './logout.service.js';
import { SessionCache } from './session-cache.js';
import { SessionOpeningsRepository } from './session-openings.repository.js';
import { SessionOpenings } from './session-openings.service.js';
import { SessionRotationsRepository } from './session-rotations.repository.js';
import { SessionRotations } from './session-rotations.service.js';
import { SessionTokens } from './session-tokens.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { UserChanges } from './user-changes.js';

/** The providers of this folder, for auth.module. */
export const SESSIONS_PROVIDERS = [
  LogoutService,
  SessionCache,
  SessionOpeningsRepository,
  SessionOpenings,
  SessionRotationsRepository,
  SessionRotations,
  SessionTokens,
  SessionsRepository,
  SessionsService,
  UserChanges,
];
