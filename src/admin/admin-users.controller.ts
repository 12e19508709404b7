import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Query,
} from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { AuthUser, CurrentUser, Roles } from '../auth/index.js';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { Client, CurrentClient } from '../common/http/client.decorator.js';
import { UuidPipe } from '../common/http/uuid.pipe.js';
import { AdminUsers } from './admin-users.service.js';
import { AdminUserView } from './dto/admin-user.view.js';
import { ChangeUserDto } from './dto/change-user.dto.js';
import { UsersPageView } from './dto/users-page.view.js';
import { UsersQueryDto } from './dto/users-query.dto.js';
import { UsersList } from './users-list.service.js';

/** Everybody's account, for administrators. */
@ApiTags('admin')
@Roles('admin')
@Controller('admin/users')
export class AdminUsersController {
  constructor(
    private readonly users: UsersList,
    private readonly admin: AdminUsers,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List or search users, the newest first' })
  @ApiOkResponse({ type: UsersPageView })
  @ApiErrors('validation_failed', 'forbidden')
  list(@Query() query: UsersQueryDto): Promise<UsersPageView> {
    return this.users.list(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One user' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: AdminUserView })
  @ApiErrors('validation_failed', 'forbidden', 'not_found')
  find(@Param('id', UuidPipe) id: string): Promise<AdminUserView> {
    return this.users.find(id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change the role, disable or enable' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: AdminUserView })
  @ApiErrors('validation_failed', 'forbidden', 'not_found', 'last_admin')
  change(
    @Param('id', UuidPipe) id: string,
    @Body() body: ChangeUserDto,
    @CurrentUser() by: AuthUser,
    @CurrentClient() client: Client,
  ): Promise<AdminUserView> {
    return this.admin.change(id, body, by, client);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a user, and the link at Kakao' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse({ description: 'Deleted' })
  @ApiErrors(
    'validation_failed',
    'forbidden',
    'not_found',
    'last_admin',
    'kakao_unavailable',
  )
  async delete(
    @Param('id', UuidPipe) id: string,
    @CurrentUser() by: AuthUser,
  ): Promise<void> {
    await this.admin.delete(id, by);
  }

  @Delete(':id/sessions')
  @HttpCode(204)
  @ApiOperation({ summary: 'End every session of a user' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse({ description: 'Ended' })
  @ApiErrors('validation_failed', 'forbidden', 'not_found')
  async endSessions(
    @Param('id', UuidPipe) id: string,
    @CurrentUser() by: AuthUser,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.admin.endSessions(id, by, client);
  }
}
