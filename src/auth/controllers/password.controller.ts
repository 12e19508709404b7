import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { Client, CurrentClient } from '../../common/http/client.decorator.js';
import { PasswordChange } from '../credentials/password-change.service.js';
import { AuthUser, CurrentUser } from '../decorators/current-user.decorator.js';
import { ChangePasswordDto } from '../dto/change-password.dto.js';

@ApiTags('auth')
@Controller('auth/password')
export class PasswordController {
  constructor(private readonly passwordChange: PasswordChange) {}

  @Post('change')
  @HttpCode(204)
  @ApiOperation({ summary: 'Set a new password' })
  @ApiNoContentResponse({
    description: 'Changed; every other session has ended',
  })
  @ApiErrors(
    'validation_failed',
    'password_too_weak',
    'invalid_credentials',
    'reauthentication_required',
    'rate_limited',
  )
  async change(
    @Body() body: ChangePasswordDto,
    @CurrentUser() user: AuthUser,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.passwordChange.change(user, body, client);
  }
}
