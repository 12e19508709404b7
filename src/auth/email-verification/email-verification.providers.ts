import { EmailChangeNotice } from './email-change-notice.js';
import { EmailChange } from './email-change.service.js';
import { EmailVerificationMail } from './email-verification-mail.js';
import { EmailVerification } from './email-verification.service.js';
import { VerificationRequests } from './verification-requests.service.js';

/** The providers of this folder, for auth.module. */
export const EMAIL_VERIFICATION_PROVIDERS = [
  EmailChangeNotice,
  EmailChange,
  EmailVerificationMail,
  EmailVerification,
  VerificationRequests,
];
