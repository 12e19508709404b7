import {
  Body,
  Controller,
  Get,
  HttpCode,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { noteFailure } from '../../common/errors/failure.js';
import { Client, CurrentClient } from '../../common/http/client.decorator.js';
import { RefreshCookie } from '../cookies/refresh-cookie.js';
import { ApiTokens } from '../decorators/api-tokens.decorator.js';
import { LimitedDoor } from '../decorators/limited-door.decorator.js';
import { Public } from '../decorators/public.decorator.js';
import { KakaoLoginDto } from '../dto/kakao-login.dto.js';
import { KakaoTokensView } from '../dto/kakao-tokens.view.js';
import { KakaoEnabledGuard } from '../guards/kakao-enabled.guard.js';
import { IdentitiesService } from '../identities/identities.service.js';
import { RefreshCookieInterceptor } from '../interceptors/refresh-cookie.interceptor.js';
import { KakaoExchange } from '../kakao/kakao-exchange.service.js';
import { toPerson } from '../kakao/kakao-people.service.js';
import { kakaoProofOf } from '../kakao/kakao-proof.js';
import {
  type KakaoCallback,
  KakaoRedirects,
} from '../kakao/kakao-redirects.service.js';
import { OAuthStateCookies } from '../oauth-states/oauth-state-cookies.js';
import type { IssuedTokens } from '../sessions/session-tokens.js';

/** Login with Kakao: by redirect, or with what a front end got from Kakao itself. */
@ApiTags('kakao')
@Controller('auth/kakao')
@Public()
@UseGuards(KakaoEnabledGuard)
export class KakaoController {
  constructor(
    private readonly redirects: KakaoRedirects,
    private readonly states: OAuthStateCookies,
    private readonly cookie: RefreshCookie,
    private readonly exchange: KakaoExchange,
    private readonly identities: IdentitiesService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Send the browser to Kakao to log in' })
  @ApiQuery({ name: 'returnTo', required: false, schema: { type: 'string' } })
  @ApiResponse({ status: 302, description: 'To Kakao, with a state cookie' })
  @ApiErrors('redirect_not_allowed', 'kakao_disabled')
  async start(
    @Query('returnTo') wish: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { location, state } = await this.redirects.depart(wish);
    await this.states.write(request, reply, state);
    await reply.redirect(location, 302);
  }

  @Get('callback')
  @LimitedDoor('kakao')
  @ApiOperation({ summary: 'Where Kakao sends the browser back to' })
  @ApiQuery({ name: 'state', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'code', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'error', required: false, schema: { type: 'string' } })
  @ApiResponse({
    status: 302,
    description:
      'To returnTo: with the refresh cookie, or with ?error= access_denied, oauth_state_invalid, kakao_rejected, kakao_unavailable, account_disabled or identity_taken',
  })
  @ApiErrors('kakao_disabled', 'rate_limited')
  async callback(
    @Req() request: FastifyRequest,
    @CurrentClient() client: Client,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const callback = request.query as KakaoCallback;
    const state = await this.states.take(request, reply, callback.state);
    const landing = await this.redirects.land(callback, state, client);
    const { location, tokens, error, failure } = landing;
    if (error) noteFailure(request, error);
    if (failure)
      request.log.error({ err: failure.cause ?? failure }, failure.code);
    if (tokens)
      this.cookie.write(reply, tokens.refreshToken, tokens.refreshExpiresAt);
    await reply.redirect(location, 302);
  }

  @Post()
  @HttpCode(200)
  @LimitedDoor('kakao')
  @UseInterceptors(RefreshCookieInterceptor)
  @ApiOperation({
    summary: 'Log in with a code, an access token or an id_token of Kakao',
  })
  @ApiTokens(200, KakaoTokensView)
  @ApiErrors(
    'validation_failed',
    'redirect_not_allowed',
    'kakao_rejected',
    'account_disabled',
    'kakao_disabled',
    'kakao_unavailable',
    'rate_limited',
  )
  async logIn(
    @Body() body: KakaoLoginDto,
    @CurrentClient() client: Client,
  ): Promise<IssuedTokens> {
    const profile = await this.exchange.identify(kakaoProofOf(body));
    return this.identities.logIn(toPerson(profile), client);
  }
}
