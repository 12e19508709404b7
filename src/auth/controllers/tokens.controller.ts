import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiErrors } from '../../common/errors/api-errors.decorator.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { noteFailure } from '../../common/errors/failure.js';
import { LimitedDoor } from '../decorators/limited-door.decorator.js';
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
  @LimitedDoor('token-verify')
  @ApiOperation({ summary: 'Whether an access token would be let in' })
  @ApiOkResponse({ type: TokenVerificationView })
  @ApiErrors('validation_failed', 'rate_limited')
  async verify(
    @Body() { token }: VerifyTokenDto,
    @Req() request: FastifyRequest,
  ): Promise<TokenVerificationView> {
    const claims = this.claimsOf(token);
    const live = claims && (await this.sessions.find(claims.sub, claims.sid));
    if (live)
      return {
        active: true,
        sub: claims.sub,
        sid: claims.sid,
        exp: claims.exp,
      };
    // Also an answer, but to whoever guesses a token a failure like another.
    noteFailure(request, 'access_token_invalid');
    return { active: false };
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
