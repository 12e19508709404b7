import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { RefreshTokenDto } from '../dto/refresh-token.dto.js';
import { TokensView } from '../dto/tokens.view.js';

const ApiTransportHeader = () =>
  ApiHeader({
    name: 'X-Token-Transport',
    required: false,
    schema: { type: 'string', enum: ['body'] },
    description:
      'For apps without a cookie jar: the refresh token travels in JSON instead of the cookie',
  });

/** Says in the OpenAPI document that a route answers tokens, and how the refresh token travels. */
export const ApiTokens = (status: number, type = TokensView) =>
  applyDecorators(
    ApiTransportHeader(),
    ApiResponse({
      status,
      type,
      headers: {
        'Set-Cookie': {
          description:
            'The refresh token: HttpOnly; SameSite; Path=/; Max-Age, and Secure on https',
          schema: { type: 'string' },
        },
      },
    }),
  );

/** Says in the OpenAPI document that a route takes the refresh token. */
export const ApiRefreshToken = () =>
  applyDecorators(
    ApiTransportHeader(),
    ApiBody({ type: RefreshTokenDto, required: false }),
    ApiSecurity('refreshCookie'),
  );
