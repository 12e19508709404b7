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
import { Client, CurrentClient } from '../../common/http/client.decorator.js';
import { UserView } from '../../users/user.view.js';
import { AuthUser, CurrentUser } from '../decorators/current-user.decorator.js';
import { LimitedDoor } from '../decorators/limited-door.decorator.js';
import { KakaoAuthorizeDto } from '../dto/kakao-authorize.dto.js';
import { KakaoAuthorizeView } from '../dto/kakao-authorize.view.js';
import { KakaoLoginDto } from '../dto/kakao-login.dto.js';
import { KakaoEnabledGuard } from '../guards/kakao-enabled.guard.js';
import { KakaoLinks } from '../kakao/kakao-links.service.js';
import { kakaoProofOf } from '../kakao/kakao-proof.js';
import { KakaoRedirects } from '../kakao/kakao-redirects.service.js';
import { OAuthStateCookies } from '../oauth-states/oauth-state-cookies.js';

/** Kakao as one more way into the caller's account. */
@ApiTags('kakao')
@Controller('auth/kakao/link')
@UseGuards(KakaoEnabledGuard)
export class KakaoLinkController {
  constructor(
    private readonly links: KakaoLinks,
    private readonly redirects: KakaoRedirects,
    private readonly states: OAuthStateCookies,
  ) {}

  @Post()
  @HttpCode(200)
  @LimitedDoor('kakao')
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
    'rate_limited',
  )
  link(
    @CurrentUser() { id: userId, sessionId }: AuthUser,
    @Body() body: KakaoLoginDto,
    @CurrentClient() client: Client,
  ): Promise<UserView> {
    const by = { userId, sessionId };
    return this.links.link(kakaoProofOf(body), by, client);
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
    const linkFor = { userId, sessionId };
    const { location, state } = await this.redirects.depart(
      body.returnTo,
      linkFor,
    );
    await this.states.write(request, reply, state);
    return { authorizeUrl: location };
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
