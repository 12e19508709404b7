import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifyCors from '@fastify/cors';
import {
  FastifyAdapter,
  type NestFastifyApplication,
} from '@nestjs/platform-fastify';
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { answerError } from './common/errors/error.filter.js';
import { acceptJsonOnly } from './common/http/json-body.js';
import { Config } from './config/config.js';
import { serveDocs } from './openapi.js';
import { securityHeaders, setOnEveryAnswer } from './security-headers.js';

const MAX_HEADER_BYTES = 16 * 1024;

/** Fastify with the limits of docs/security.md and our log. */
export function createAdapter(config: Config, logger: Logger): FastifyAdapter {
  const setHeaders = securityHeaders(config);
  return new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // Hops count from the right, so that nobody can put an address in front.
    trustProxy: (_address: string, hop: number) =>
      hop < config.trustedProxyHops,
    requestTimeout: 30_000,
    http: { headersTimeout: 15_000, maxHeaderSize: MAX_HEADER_BYTES },
    // Requests that come in on open connections while the server stops are still answered.
    return503OnClosing: false,
    frameworkErrors: (
      error: unknown,
      request: FastifyRequest,
      reply: FastifyReply,
    ) => {
      // No hook runs for a URL that can't be read.
      setHeaders(request, reply);
      answerError(error, request, reply);
    },
  });
}

/** Everything HTTP that is not a route. */
export async function configureApp(app: NestFastifyApplication): Promise<void> {
  const config = app.get(Config);
  const fastify = app
    .getHttpAdapter()
    .getInstance() as unknown as FastifyInstance;
  logRequests(fastify);
  setOnEveryAnswer(fastify, securityHeaders(config));
  // Not by `enableCors`, which sets headers past Fastify and so sends every answer the slow way.
  await app.register(fastifyCors as never, corsOptions(config));
  acceptJsonOnly(fastify);
  // Decoding would give one token several spellings.
  await app.register(fastifyCookie as never, {
    parseOptions: { decode: (value: string) => value },
  });
  app.setGlobalPrefix('api', {
    exclude: ['health/live', 'health/ready', '.well-known/jwks.json'],
  });
  if (config.docs) serveDocs(app);
}

function corsOptions(config: Config) {
  return {
    origin: [...config.allowedOrigins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'X-Token-Transport'],
    exposedHeaders: ['Retry-After', 'WWW-Authenticate', 'X-Request-Id'],
    maxAge: 600,
  };
}

/** One line a request, without query, headers or body: those can carry secrets. */
function logRequests(fastify: FastifyInstance): void {
  fastify.addHook(
    'onResponse',
    (request: FastifyRequest, reply: FastifyReply, done) => {
      request.log.info(
        {
          method: request.method,
          route: request.routeOptions.url ?? null,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime * 10) / 10,
        },
        'request',
      );
      done();
    },
  );
}
