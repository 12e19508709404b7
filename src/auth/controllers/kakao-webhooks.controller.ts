import {
  Controller,
  Get,
  Headers,
  HttpCode,
  Post,
  Req,
  UseGuards,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { TAKES_FORMS } from '../../common/http/json-body.js';
import { Public } from '../decorators/public.decorator.js';
import { UnlinkNoticeView } from '../dto/unlink-notice.view.js';
import { KakaoEnabledGuard } from '../guards/kakao-enabled.guard.js';
import {
  KakaoWebhooks,
  type UnlinkNotice,
} from '../kakao/kakao-webhooks.service.js';

/** What Kakao calls. Its console decides whether by GET or POST. */
@ApiTags('kakao')
@ApiSecurity('kakaoAdminKey')
@Controller('auth/kakao/webhooks')
@Public()
@UseGuards(KakaoEnabledGuard)
export class KakaoWebhooksController {
  constructor(private readonly webhooks: KakaoWebhooks) {}

  @Get('unlink')
  @HttpCode(200)
  @ApiOperation({ summary: 'From Kakao: a person left' })
  @ApiQuery({ name: 'app_id', schema: { type: 'string' } })
  @ApiQuery({ name: 'user_id', schema: { type: 'string' } })
  @ApiQuery({ name: 'referrer_type', schema: { type: 'string' } })
  @ApiOkResponse({ description: 'Heard, whoever it was' })
  @ApiErrors('kakao_rejected', 'kakao_disabled')
  async unlinkedByQuery(
    @Req() { query }: FastifyRequest,
    @Headers('authorization') authorization?: string,
  ): Promise<void> {
    await this.webhooks.unlinked(authorization, query as UnlinkNotice);
  }

  @Post('unlink')
  @HttpCode(200)
  @RouteConfig({ [TAKES_FORMS]: true })
  @ApiOperation({ summary: 'From Kakao: a person left' })
  @ApiBody({ type: UnlinkNoticeView })
  @ApiOkResponse({ description: 'Heard, whoever it was' })
  @ApiErrors('kakao_rejected', 'kakao_disabled')
  async unlinkedByBody(
    @Req() { body }: FastifyRequest,
    @Headers('authorization') authorization?: string,
  ): Promise<void> {
    await this.webhooks.unlinked(authorization, Object(body) as UnlinkNotice);
  }
}
