import {
  Body,
  Controller,
  Delete,
  HttpCode,
  Post,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Client, CurrentClient } from '../../common/http/client.decorator.js';
import { toUserView, UserView } from '../../users/user.view.js';
import { AuthUser, CurrentUser } from '../decorators/current-user.decorator.js';
import { KakaoAuthorizeDto } from '../dto/kakao-authorize.dto.js';
import { KakaoAuthorizeView } from '../dto/kakao-authorize.view.js';
import { KakaoLoginDto } from '../dto/kakao-login.dto.js';
import { KakaoEnabledGuard } from '../guards/kakao-enabled.guard.js';
import { IdentitiesService } from '../identities/identities.service.js';
import { KakaoExchange } from '../kakao/kakao-exchange.service.js';
import { KakaoLinks } from '../kakao/kakao-links.service.js';
import { toPerson } from '../kakao/kakao-people.service.js';
import { kakaoProofOf } from '../kakao/kakao-proof.js';
import { KakaoRedirects } from '../kakao/kakao-redirects.service.js';
import { ReturnTo } from '../oauth-states/return-to.js';
import { SessionCache } from '../sessions/session-cache.js';

/** Kakao as one more way into the caller's account. */
@ApiTags('kakao')
@Controller('auth/kakao/link')
@UseGuards(KakaoEnabledGuard)
export class KakaoLinkController {
  constructor(
    private readonly exchange: KakaoExchange,
    private readonly identities: IdentitiesService,
    private readonly redirects: KakaoRedirects,
    private readonly links: KakaoLinks,
    private readonly sessions: SessionCache,
    private readonly returnTo: ReturnTo,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Link with a code, an access token or an id_token of Kakao',
  })
  @ApiOkResponse({ type: UserView })
  @ApiErrors(
    'validation_failed',
    'redirect_not_allowed',
    'kakao_rejected',
    'identity_taken',
    'kakao_disabled',
    'kakao_unavailable',
  )
  async link(
    @CurrentUser() { id: userId, sessionId }: AuthUser,
    @Body() body: KakaoLoginDto,
    @CurrentClient() client: Client,
  ): Promise<UserView> {
    const profile = await this.exchange.identify(kakaoProofOf(body));
    await this.identities.link(
      toPerson(profile),
      { userId, sessionId },
      client,
    );
    const live = await this.sessions.find(userId, sessionId);
    if (!live) throw new CodedException('session_revoked');
    return toUserView(live.user);
  }

  @Post('authorize')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin linking by redirect' })
  @ApiOkResponse({ type: KakaoAuthorizeView })
  @ApiErrors('validation_failed', 'redirect_not_allowed', 'kakao_disabled')
  async authorize(
    @CurrentUser() { id: userId, sessionId }: AuthUser,
    @Body() body: KakaoAuthorizeDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KakaoAuthorizeView> {
    const authorizeUrl = await this.redirects.depart(request, reply, {
      returnTo: this.returnTo.resolve(body.returnTo),
      linkFor: { userId, sessionId },
    });
    return { authorizeUrl };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Unlink, here and at Kakao' })
  @ApiNoContentResponse({ description: 'Unlinked' })
  @ApiErrors(
    'not_found',
    'last_credential',
    'kakao_disabled',
    'kakao_unavailable',
  )
  async unlink(
    @CurrentUser() user: AuthUser,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.links.unlink(user.id, client);
  }
}
