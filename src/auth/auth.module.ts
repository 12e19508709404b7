import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { UsersModule } from '../users/users.module.js';
import { AuthController } from './controllers/auth.controller.js';
import { EmailController } from './controllers/email.controller.js';
import { KakaoLinkController } from './controllers/kakao-link.controller.js';
import { KakaoWebhooksController } from './controllers/kakao-webhooks.controller.js';
import { KakaoController } from './controllers/kakao.controller.js';
import { KeySetController } from './controllers/key-set.controller.js';
import { PasswordController } from './controllers/password.controller.js';
import { SessionsController } from './controllers/sessions.controller.js';
import { TokensController } from './controllers/tokens.controller.js';
import { RefreshCookie } from './cookies/refresh-cookie.js';
import { TokenTransport } from './cookies/token-transport.js';
import { CredentialsService } from './credentials/credentials.service.js';
import { NewPasswords } from './credentials/new-passwords.service.js';
import { PasswordAttempts } from './credentials/password-attempts.service.js';
import { PasswordChange } from './credentials/password-change.service.js';
import { PasswordHasher } from './credentials/password-hasher.js';
import { PasswordPolicy } from './credentials/password-policy.js';
import { PasswordReplacement } from './credentials/password-replacement.service.js';
import { Reauthentication } from './credentials/reauthentication.service.js';
import { EmailChangeNotice } from './email-verification/email-change-notice.js';
import { EmailChange } from './email-verification/email-change.service.js';
import { EmailVerificationMail } from './email-verification/email-verification-mail.js';
import { EmailVerification } from './email-verification/email-verification.service.js';
import { VerificationRequests } from './email-verification/verification-requests.service.js';
import { UserDeletionRepository } from './deletion/user-deletion.repository.js';
import { UserDeletion } from './deletion/user-deletion.service.js';
import { JwtAuthGuard } from './guards/jwt-auth.guard.js';
import { OriginGuard } from './guards/origin.guard.js';
import { RolesGuard } from './guards/roles.guard.js';
import { IdentitiesRepository } from './identities/identities.repository.js';
import { IdentitiesService } from './identities/identities.service.js';
import { KAKAO_PROVIDERS } from './kakao/kakao.providers.js';
import { BackOff } from './limits/back-off.js';
import { Limiters } from './limits/limiters.js';
import { MailboxLimit } from './limits/mailbox-limit.js';
import { WindowLimits } from './limits/window-limits.js';
import { OAuthStateCookies } from './oauth-states/oauth-state-cookies.js';
import { OAuthStateTokens } from './oauth-states/oauth-state-tokens.js';
import { ReturnTo } from './oauth-states/return-to.js';
import { UsedOAuthStatesRepository } from './oauth-states/used-oauth-states.repository.js';
import { OneTimeTokensRepository } from './one-time-tokens/one-time-tokens.repository.js';
import { OneTimeTokens } from './one-time-tokens/one-time-tokens.service.js';
import { PasswordResetMail } from './password-reset/password-reset-mail.js';
import { PasswordReset } from './password-reset/password-reset.service.js';
import { ResetRequests } from './password-reset/reset-requests.service.js';
import { RegistrationRepository } from './registration/registration.repository.js';
import { RegistrationService } from './registration/registration.service.js';
import { LogoutService } from './sessions/logout.service.js';
import { SessionCache } from './sessions/session-cache.js';
import { SessionOpeningsRepository } from './sessions/session-openings.repository.js';
import { SessionOpenings } from './sessions/session-openings.service.js';
import { SessionTokens } from './sessions/session-tokens.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SessionsService } from './sessions/sessions.service.js';
import { UserChanges } from './sessions/user-changes.js';
import { UserStandingRepository } from './standing/user-standing.repository.js';
import { UserStanding } from './standing/user-standing.service.js';
import { JwtRefreshStrategy } from './strategies/jwt-refresh.strategy.js';
import { JwtStrategy } from './strategies/jwt.strategy.js';
import { LocalStrategy } from './strategies/local.strategy.js';
import { AccessTokens } from './tokens/access-token.js';
import { RefreshTokens } from './tokens/refresh-token.js';

// In this order: a request from a foreign site is refused before anything is asked about its caller.
const GLOBAL_GUARDS = [OriginGuard, JwtAuthGuard, RolesGuard].map(
  (useClass) => ({
    provide: APP_GUARD,
    useClass,
  }),
);

/** Who is who: login, sessions and the guards that close every route. Its public face is `index.ts`. */
@Module({
  imports: [
    JwtModule.register({}),
    PassportModule,
    UsersModule,
    AuditModule,
    MailModule,
  ],
  controllers: [
    AuthController,
    SessionsController,
    PasswordController,
    EmailController,
    TokensController,
    KeySetController,
    KakaoController,
    KakaoLinkController,
    KakaoWebhooksController,
  ],
  providers: [
    ...GLOBAL_GUARDS,
    Limiters,
    WindowLimits,
    MailboxLimit,
    BackOff,
    LocalStrategy,
    JwtStrategy,
    JwtRefreshStrategy,
    RefreshCookie,
    TokenTransport,
    AccessTokens,
    RefreshTokens,
    SessionTokens,
    SessionsRepository,
    SessionsService,
    SessionOpeningsRepository,
    SessionOpenings,
    SessionCache,
    UserChanges,
    LogoutService,
    PasswordHasher,
    PasswordPolicy,
    NewPasswords,
    PasswordAttempts,
    CredentialsService,
    PasswordChange,
    PasswordReplacement,
    Reauthentication,
    OneTimeTokensRepository,
    OneTimeTokens,
    EmailVerification,
    VerificationRequests,
    EmailVerificationMail,
    EmailChange,
    EmailChangeNotice,
    PasswordReset,
    ResetRequests,
    PasswordResetMail,
    RegistrationRepository,
    RegistrationService,
    IdentitiesRepository,
    IdentitiesService,
    OAuthStateTokens,
    OAuthStateCookies,
    UsedOAuthStatesRepository,
    ReturnTo,
    ...KAKAO_PROVIDERS,
    UserDeletionRepository,
    UserDeletion,
    UserStandingRepository,
    UserStanding,
  ],
  exports: [
    SessionCache,
    SessionsService,
    EmailChange,
    Reauthentication,
    UserDeletion,
    UserStanding,
    TokenTransport,
  ],
})
export class AuthModule {}
