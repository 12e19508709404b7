import {
  Body,
  Controller,
  HttpCode,
  Post,
  Req,
  Res,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOperation,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import {
  Client,
  clientOf,
  CurrentClient,
} from '../../common/http/client.decorator.js';
import { TokenTransport } from '../cookies/token-transport.js';
import {
  ApiRefreshToken,
  ApiTokens,
} from '../decorators/api-tokens.decorator.js';
import { CurrentCheckedPassword } from '../decorators/checked-password.decorator.js';
import { LimitedDoor } from '../decorators/limited-door.decorator.js';
import { Public } from '../decorators/public.decorator.js';
import { LoginDto } from '../dto/login.dto.js';
import { RefreshTokenDto } from '../dto/refresh-token.dto.js';
import { RegisterDto } from '../dto/register.dto.js';
import type { TokensView } from '../dto/tokens.view.js';
import { JwtRefreshGuard } from '../guards/jwt-refresh.guard.js';
import { LocalAuthGuard } from '../guards/local-auth.guard.js';
import { RefreshCookieInterceptor } from '../interceptors/refresh-cookie.interceptor.js';
import { RegistrationService } from '../registration/registration.service.js';
import { LogoutService } from '../sessions/logout.service.js';
import type { IssuedTokens } from '../sessions/session-tokens.js';
import {
  CheckedPassword,
  SessionOpenings,
} from '../sessions/session-openings.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { RefreshRequest } from '../strategies/jwt-refresh.strategy.js';
import { bearerToken } from '../tokens/bearer.js';

/** In, on and out. */
@ApiTags('auth')
@Controller('auth')
@Public()
export class AuthController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly openings: SessionOpenings,
    private readonly sessions: SessionsService,
    private readonly logouts: LogoutService,
    private readonly transport: TokenTransport,
    private readonly refreshCookie: RefreshCookieInterceptor,
  ) {}

  @Post('register')
  @LimitedDoor('register')
  @UseInterceptors(RefreshCookieInterceptor)
  @ApiOperation({ summary: 'Make an account and log in' })
  @ApiTokens(201)
  @ApiErrors(
    'validation_failed',
    'password_too_weak',
    'username_taken',
    'username_not_allowed',
    'email_taken',
    'rate_limited',
  )
  register(
    @Body() body: RegisterDto,
    @CurrentClient() client: Client,
  ): Promise<IssuedTokens> {
    return this.registration.register(body, client);
  }

  @Post('login')
  @HttpCode(200)
  @LimitedDoor('login')
  @UseGuards(LocalAuthGuard)
  @UseInterceptors(RefreshCookieInterceptor)
  @ApiOperation({ summary: 'Log in with username and password' })
  @ApiBody({ type: LoginDto })
  @ApiTokens(200)
  @ApiErrors(
    'validation_failed',
    'invalid_credentials',
    'account_disabled',
    'rate_limited',
  )
  login(
    @CurrentCheckedPassword() checked: CheckedPassword,
    @CurrentClient() client: Client,
  ): Promise<IssuedTokens> {
    return this.openings.byPassword(checked, client);
  }

  @Post('refresh')
  @HttpCode(200)
  @LimitedDoor('refresh')
  @UseGuards(JwtRefreshGuard)
  @ApiOperation({ summary: 'Swap the refresh token for new tokens' })
  @ApiRefreshToken()
  @ApiTokens(200)
  @ApiErrors(
    'validation_failed',
    'refresh_token_missing',
    'refresh_token_invalid',
    'refresh_token_expired',
    'refresh_token_reused',
    'session_revoked',
    'rate_limited',
  )
  async refresh(
    // Not by decorators and `@UseInterceptors`: Nest's promises and Observables around those cost a sixth of a refresh.
    @Req() request: RefreshRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokensView> {
    const client = clientOf(request);
    const tokens = await this.sessions.rotate(request.user, client);
    return this.refreshCookie.handOver(tokens, request, reply);
  }

  @Post('logout')
  @HttpCode(204)
  @ApiOperation({
    summary:
      'End the session of the refresh token, or of the Bearer token where there is none',
  })
  @ApiRefreshToken()
  @ApiSecurity('bearer')
  @ApiNoContentResponse({
    description: 'Logged out, whatever was sent; the cookie is cleared',
  })
  @ApiErrors('validation_failed')
  async logout(
    @Body() _body: RefreshTokenDto,
    @CurrentClient() client: Client,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const refreshToken = this.transport.receive(request)?.token;
    await this.logouts.logout(
      { refreshToken, accessToken: () => bearerToken(request) },
      client,
    );
    this.transport.clear(request, reply);
  }
}
