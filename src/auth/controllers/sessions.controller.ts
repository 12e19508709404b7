import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { Client, CurrentClient } from '../../common/http/client.decorator.js';
import { EmptyBodyDto } from '../../common/http/empty-body.dto.js';
import { UuidPipe } from '../../common/http/uuid.pipe.js';
import { AuthUser, CurrentUser } from '../decorators/current-user.decorator.js';
import { SessionView, toSessionView } from '../dto/session.view.js';
import { ClearRefreshCookieInterceptor } from '../interceptors/clear-refresh-cookie.interceptor.js';
import { SessionsService } from '../sessions/sessions.service.js';

/** Where a user is logged in. */
@ApiTags('auth')
@Controller('auth')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get('sessions')
  @ApiOperation({
    summary: 'List the sessions of the caller, the last used first',
  })
  @ApiOkResponse({ type: SessionView, isArray: true })
  async list(@CurrentUser() user: AuthUser): Promise<SessionView[]> {
    const sessions = await this.sessions.list(user.id);
    return sessions.map((session) => toSessionView(session, user.sessionId));
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one session of the caller' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse({ description: 'Ended' })
  @ApiErrors('validation_failed', 'not_found')
  async revoke(
    @Param('id', UuidPipe) id: string,
    @CurrentUser() user: AuthUser,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.sessions.revoke(user.id, id, client);
  }

  @Post('logout-all')
  @HttpCode(204)
  @UseInterceptors(ClearRefreshCookieInterceptor)
  @ApiOperation({ summary: 'End every session of the caller' })
  @ApiBody({ type: EmptyBodyDto, required: false })
  @ApiNoContentResponse({ description: 'Ended; the cookie is cleared' })
  @ApiErrors('validation_failed')
  async logoutAll(
    @Body() _body: EmptyBodyDto,
    @CurrentUser() user: AuthUser,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.sessions.endAll(user.id, client);
  }
}
