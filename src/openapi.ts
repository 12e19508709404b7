import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import { API_ERRORS } from './common/errors/api-errors.decorator.js';
import {
  ERROR_CATALOG,
  type ErrorCode,
} from './common/errors/error-catalog.js';
import { ErrorView } from './common/errors/error.view.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Serves Swagger UI at `/docs` and the document at `/openapi.json`. */
export function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Munjigi',
  });
}

function withSecuritySchemes(builder: DocumentBuilder): DocumentBuilder {
  return builder
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'Access token',
      },
      'bearer',
    )
    .addCookieAuth(
      'refresh_token',
      {
        type: 'apiKey',
        in: 'cookie',
        description: 'Refresh token; `__Host-refresh_token` on https',
      },
      'refreshCookie',
    )
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: '`KakaoAK <admin key>`, from Kakao alone',
      },
      'kakaoAdminKey',
    );
}

/** The OpenAPI document: what the decorators say, and what holds for every route. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const base = withSecuritySchemes(new DocumentBuilder())
    .setTitle('Munjigi')
    .setDescription('Login backend. Branch on `code`, show `message`.')
    .setVersion('1')
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    extraModels: [ErrorView],
  });
  for (const path of Object.values(document.paths))
    for (const method of METHODS)
      if (path[method]) completeOperation(path[method], method !== 'get');
  return document;
}

function completeOperation(operation: Operation, changesState: boolean): void {
  const extended = operation as Operation & { [API_ERRORS]?: ErrorCode[] };
  const isPublic =
    operation.security?.some((scheme) => 'none' in scheme) ?? false;
  const others = (operation.security ?? []).filter(
    (scheme) => !('none' in scheme),
  );
  operation.security = isPublic
    ? [...others, ...(others.length > 0 ? [{}] : [])]
    : [{ bearer: [] }];
  const codes = new Set<ErrorCode>([
    ...(extended[API_ERRORS] ?? []),
    ...sharedCodes(operation, isPublic, changesState),
  ]);
  delete extended[API_ERRORS];
  for (const status of new Set([...codes].map(statusOf)))
    operation.responses[status] = errorResponse(
      [...codes].filter((code) => statusOf(code) === status),
    );
}

function statusOf(code: ErrorCode): number {
  return ERROR_CATALOG[code].status;
}

/** What every route of a kind can answer, wherever it fails. */
function sharedCodes(
  operation: Operation,
  isPublic: boolean,
  changesState: boolean,
): ErrorCode[] {
  const codes: ErrorCode[] = ['internal_error', 'unavailable'];
  if (!isPublic)
    codes.push(
      'access_token_missing',
      'access_token_invalid',
      'access_token_expired',
      'session_revoked',
    );
  if (changesState) codes.push('origin_not_allowed');
  if (operation.requestBody)
    codes.push('malformed_body', 'payload_too_large', 'unsupported_media_type');
  return codes;
}

function errorResponse(codes: ErrorCode[]) {
  return {
    description: codes
      .map((code) => `\`${code}\`: ${ERROR_CATALOG[code].en}`)
      .join('\n\n'),
    content: {
      'application/json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/ErrorView' },
            {
              type: 'object',
              properties: { code: { type: 'string', enum: codes } },
            },
          ],
        },
      },
    },
  };
}
