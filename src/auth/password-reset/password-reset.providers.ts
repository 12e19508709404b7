import { PasswordResetMail } from './password-reset-mail.js';
import { PasswordReset } from './password-reset.service.js';
import { ResetRequests } from './reset-requests.service.js';

/** The providers of this folder, for auth.module. */
export const PASSWORD_RESET_PROVIDERS = [
  PasswordResetMail,
  PasswordReset,
  ResetRequests,
];
