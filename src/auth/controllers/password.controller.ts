import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { Client, CurrentClient } from '../../common/http/client.decorator.js';
import { PasswordChange } from '../credentials/password-change.service.js';
import { AuthUser, CurrentUser } from '../decorators/current-user.decorator.js';
import { LimitedDoor } from '../decorators/limited-door.decorator.js';
import { Public } from '../decorators/public.decorator.js';
import { ChangePasswordDto } from '../dto/change-password.dto.js';
import { ForgotPasswordDto } from '../dto/forgot-password.dto.js';
import { ResetPasswordDto } from '../dto/reset-password.dto.js';
import { PasswordReset } from '../password-reset/password-reset.service.js';
import { ResetRequests } from '../password-reset/reset-requests.service.js';

@ApiTags('auth')
@Controller('auth/password')
export class PasswordController {
  constructor(
    private readonly passwordChange: PasswordChange,
    private readonly resetRequests: ResetRequests,
    private readonly passwordReset: PasswordReset,
  ) {}

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

  @Post('forgot')
  @HttpCode(202)
  @Public()
  @LimitedDoor('password-forgot')
  @ApiOperation({ summary: 'Ask for a mail that lets set a new password' })
  @ApiAcceptedResponse({
    description:
      'Whether a mail goes out is not told: it does where the address is verified',
  })
  @ApiErrors('validation_failed', 'rate_limited')
  async forgot(
    @Body() { email }: ForgotPasswordDto,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.resetRequests.request(email, client);
  }

  @Post('reset')
  @HttpCode(204)
  @Public()
  @LimitedDoor('password-reset')
  @ApiOperation({ summary: 'Set a new password with the token of the mail' })
  @ApiNoContentResponse({
    description: 'Set; every session has ended, and none was opened',
  })
  @ApiErrors(
    'validation_failed',
    'password_too_weak',
    'token_invalid',
    'rate_limited',
  )
  async reset(
    @Body() body: ResetPasswordDto,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.passwordReset.reset(body, client);
  }
}
