import { CredentialsService } from './credentials.service.js';
import { NewPasswords } from './new-passwords.service.js';
import { PasswordAttempts } from './password-attempts.service.js';
import { PasswordChange } from './password-change.service.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordPolicy } from './password-policy.js';
import { PasswordReplacement } from './password-replacement.service.js';
import { Reauthentication } from './reauthentication.service.js';

/** The providers of this folder, for auth.module. */
export const CREDENTIALS_PROVIDERS = [
  CredentialsService,
  NewPasswords,
  PasswordAttempts,
  PasswordChange,
  PasswordHasher,
  PasswordPolicy,
  PasswordReplacement,
  Reauthentication,
];
