import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { Client, CurrentClient } from '../../common/http/client.decorator.js';
import { EmptyBodyDto } from '../../common/http/empty-body.dto.js';
import { AuthUser, CurrentUser } from '../decorators/current-user.decorator.js';
import { LimitedDoor } from '../decorators/limited-door.decorator.js';
import { Public } from '../decorators/public.decorator.js';
import { VerifyEmailDto } from '../dto/verify-email.dto.js';
import { EmailVerification } from '../email-verification/email-verification.service.js';
import { VerificationRequests } from '../email-verification/verification-requests.service.js';

@ApiTags('auth')
@Controller('auth/email')
export class EmailController {
  constructor(
    private readonly verification: EmailVerification,
    private readonly requests: VerificationRequests,
  ) {}

  @Post('verify')
  @HttpCode(204)
  @Public()
  @LimitedDoor('email-verify')
  @ApiOperation({ summary: 'Confirm an address with the token mailed to it' })
  @ApiNoContentResponse({ description: "The address is the account's" })
  @ApiErrors(
    'validation_failed',
    'token_invalid',
    'email_taken',
    'rate_limited',
  )
  async verify(
    @Body() { token }: VerifyEmailDto,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.verification.confirm(token, client);
  }

  @Post('resend')
  @HttpCode(202)
  @LimitedDoor('email-resend')
  @ApiOperation({ summary: 'Mail the confirmation of the address once more' })
  @ApiAcceptedResponse({
    description: 'A mail goes out, if an address waits to be confirmed',
  })
  @ApiBody({ type: EmptyBodyDto, required: false })
  @ApiErrors('validation_failed', 'rate_limited')
  async resend(
    @Body() _body: EmptyBodyDto,
    @CurrentUser() { id }: AuthUser,
    @CurrentClient() client: Client,
  ): Promise<void> {
    await this.requests.resend(id, client);
  }
}
