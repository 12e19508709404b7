import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../decorators/public.decorator.js';
import { KeySetView } from '../dto/key-set.view.js';
import { AccessTokens } from '../tokens/access-token.js';

/** For services that verify access tokens by themselves. */
@ApiTags('auth')
@Controller('.well-known')
@Public()
export class KeySetController {
  constructor(private readonly accessTokens: AccessTokens) {}

  @Get('jwks.json')
  @ApiOperation({ summary: 'Public keys of access tokens; empty with HS256' })
  @ApiOkResponse({ type: KeySetView })
  keySet(): KeySetView {
    return this.accessTokens.keySet();
  }
}
