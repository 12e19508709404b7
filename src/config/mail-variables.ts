import { IsOptional } from 'class-validator';
import { IsMailbox, IsSmtpUrl } from './environment.validators.js';
import { KakaoVariables } from './kakao-variables.js';

/** The part of the environment that says how mail goes out. Stands on the other part, for a class has one parent only. */
export class MailVariables extends KakaoVariables {
  /** `smtp://…` or `smtps://…`, options of nodemailer in the query. Unset: a preview in development, no mail in production. */
  @IsOptional()
  @IsSmtpUrl()
  SMTP_URL?: string;

  /** Who mails are from: `a@b` or `Name <a@b>`. Default: `no-reply@` the host of `WEB_URL`. */
  @IsOptional()
  @IsMailbox()
  MAIL_FROM?: string;
}
