import { OAuthStateCookies } from './oauth-state-cookies.js';
import { OAuthStateTokens } from './oauth-state-tokens.js';
import { ReturnTo } from './return-to.js';
import { UsedOAuthStatesRepository } from './used-oauth-states.repository.js';

/** The providers of this folder, for auth.module. */
export const OAUTH_STATES_PROVIDERS = [
  OAuthStateCookies,
  OAuthStateTokens,
  ReturnTo,
  UsedOAuthStatesRepository,
];
