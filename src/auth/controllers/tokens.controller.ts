import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Public } from '../decorators/public.decorator.js';
import { TokenVerificationView } from '../dto/token-verification.view.js';
import { VerifyTokenDto } from '../dto/verify-token.dto.js';
import { SessionCache } from '../sessions/session-cache.js';
import { AccessTokens } from '../tokens/access-token.js';
import type { TokenClaims } from '../tokens/verified-jwt.js';

/** For other services of the same product, which hold an access token and no key. */
@ApiTags('auth')
@Controller('auth/token')
@Public()
export class TokensController {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly sessions: SessionCache,
  ) {}

  @Post('verify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether an access token would be let in' })
  @ApiOkResponse({ type: TokenVerificationView })
  @ApiErrors('validation_failed')
  async verify(
    @Body() { token }: VerifyTokenDto,
  ): Promise<TokenVerificationView> {
    const claims = this.claimsOf(token);
    const live = claims && (await this.sessions.find(claims.sub, claims.sid));
    return live
      ? { active: true, sub: claims.sub, sid: claims.sid, exp: claims.exp }
      : { active: false };
  }

  private claimsOf(token: string): TokenClaims | undefined {
    try {
      return this.accessTokens.verify(token);
    } catch (error) {
      if (error instanceof CodedException) return undefined;
      throw error;
    }
  }
}
