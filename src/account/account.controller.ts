import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Patch,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  AuthUser,
  ClearRefreshCookieInterceptor,
  CurrentUser,
} from '../auth/index.js';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { Client, CurrentClient } from '../common/http/client.decorator.js';
import { UserView } from '../users/user.view.js';
import { AccountService } from './account.service.js';
import { UpdateProfileDto } from './dto/update-profile.dto.js';
import { ProfileService } from './profile.service.js';
import { DeleteAccountDto } from './dto/delete-account.dto.js';

/** What users see and do of their own account. */
@ApiTags('users')
@Controller('users/me')
export class AccountController {
  constructor(
    private readonly account: AccountService,
    private readonly profile: ProfileService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The caller' })
  @ApiOkResponse({ type: UserView })
  me(@CurrentUser() user: AuthUser): Promise<UserView> {
    return this.account.find(user);
  }

  @Patch()
  @ApiOperation({
    summary:
      'Change the nickname, or the e-mail address; a new one gets a mail to confirm it',
  })
  @ApiOkResponse({ type: UserView })
  @ApiErrors(
    'validation_failed',
    'email_taken',
    'last_credential',
    'rate_limited',
  )
  async update(
    @CurrentUser() user: AuthUser,
    @Body() body: UpdateProfileDto,
    @CurrentClient() client: Client,
  ): Promise<UserView> {
    await this.profile.update(user, body, client);
    return this.account.find(user);
  }

  @Delete()
  @HttpCode(204)
  @UseInterceptors(ClearRefreshCookieInterceptor)
  @ApiOperation({ summary: 'Delete the account, and the link at Kakao' })
  @ApiBody({ type: DeleteAccountDto, required: false })
  @ApiNoContentResponse({
    description: 'Deleted; every session has ended, the cookie is cleared',
  })
  @ApiErrors(
    'validation_failed',
    'reauthentication_required',
    'invalid_credentials',
    'rate_limited',
    'last_admin',
    'kakao_unavailable',
  )
  async delete(
    @CurrentUser() user: AuthUser,
    @Body() { password }: DeleteAccountDto,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.account.delete(user, password, client);
  }
}
