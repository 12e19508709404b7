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
import { CREDENTIALS_PROVIDERS } from './credentials/credentials.providers.js';
import { Reauthentication } from './credentials/reauthentication.service.js';
import { UserDeletionRepository } from './deletion/user-deletion.repository.js';
import { UserDeletion } from './deletion/user-deletion.service.js';
import { EmailChange } from './email-verification/email-change.service.js';
import { EMAIL_VERIFICATION_PROVIDERS } from './email-verification/email-verification.providers.js';
import { JwtAuthGuard } from './guards/jwt-auth.guard.js';
import { OriginGuard } from './guards/origin.guard.js';
import { RolesGuard } from './guards/roles.guard.js';
import { IdentitiesRepository } from './identities/identities.repository.js';
import { IdentitiesService } from './identities/identities.service.js';
import { KAKAO_PROVIDERS } from './kakao/kakao.providers.js';
import { RefreshCookieInterceptor } from './interceptors/refresh-cookie.interceptor.js';
import { LIMITS_PROVIDERS } from './limits/limits.providers.js';
import { WindowLimits } from './limits/window-limits.js';
import { OAUTH_STATES_PROVIDERS } from './oauth-states/oauth-states.providers.js';
import { OneTimeTokensRepository } from './one-time-tokens/one-time-tokens.repository.js';
import { OneTimeTokens } from './one-time-tokens/one-time-tokens.service.js';
import { PASSWORD_RESET_PROVIDERS } from './password-reset/password-reset.providers.js';
import { RegistrationRepository } from './registration/registration.repository.js';
import { RegistrationService } from './registration/registration.service.js';
import { SessionCache } from './sessions/session-cache.js';
import { SESSIONS_PROVIDERS } from './sessions/sessions.providers.js';
import { SessionsService } from './sessions/sessions.service.js';
import { StandingLocks } from './standing/standing-locks.js';
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
    ...LIMITS_PROVIDERS,
    ...SESSIONS_PROVIDERS,
    ...CREDENTIALS_PROVIDERS,
    ...EMAIL_VERIFICATION_PROVIDERS,
    ...PASSWORD_RESET_PROVIDERS,
    ...OAUTH_STATES_PROVIDERS,
    LocalStrategy,
    JwtStrategy,
    JwtRefreshStrategy,
    RefreshCookie,
    TokenTransport,
    RefreshCookieInterceptor,
    AccessTokens,
    RefreshTokens,
    OneTimeTokensRepository,
    OneTimeTokens,
    RegistrationRepository,
    RegistrationService,
    IdentitiesRepository,
    IdentitiesService,
    ...KAKAO_PROVIDERS,
    UserDeletionRepository,
    UserDeletion,
    UserStandingRepository,
    StandingLocks,
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
    RefreshTokens,
    WindowLimits,
  ],
})
export class AuthModule {}
