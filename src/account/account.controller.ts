import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthUser, CurrentUser } from '../auth/index.js';
import { UserView } from '../users/user.view.js';
import { AccountService } from './account.service.js';

/** What users see and do of their own account. */
@ApiTags('users')
@Controller('users/me')
export class AccountController {
  constructor(private readonly account: AccountService) {}

  @Get()
  @ApiOperation({ summary: 'The caller' })
  @ApiOkResponse({ type: UserView })
  me(@CurrentUser() user: AuthUser): Promise<UserView> {
    return this.account.find(user);
  }
}
