import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
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

const MAX_HEADER_BYTES = 16 * 1024;
const ONE_YEAR_S = 31_536_000;

/** Fastify with the limits of docs/security.md and our log. */
export function createAdapter(config: Config, logger: Logger): FastifyAdapter {
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
    ) => answerError(error, request, reply),
  });
}

/** Everything HTTP that is not a route. */
export async function configureApp(app: NestFastifyApplication): Promise<void> {
  const config = app.get(Config);
  const fastify = app
    .getHttpAdapter()
    .getInstance() as unknown as FastifyInstance;
  logRequests(fastify);
  await secureHeaders(app, fastify, config);
  app.enableCors(corsOptions(config));
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

async function secureHeaders(
  app: NestFastifyApplication,
  fastify: FastifyInstance,
  config: Config,
): Promise<void> {
  const isHttps = config.publicUrl.startsWith('https:');
  await app.register(fastifyHelmet as never, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        // Swagger UI styles itself inline.
        styleSrc: ["'self'", "'unsafe-inline'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps && {
      maxAge: ONE_YEAR_S,
      includeSubDomains: true,
    },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    // Answers are somebody's own, and some carry tokens (RFC 6749 §5.1).
    if (request.url.startsWith('/api'))
      void reply.header('Cache-Control', 'no-store');
    done();
  });
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
