import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifyCors from '@fastify/cors';
import {
  FastifyAdapter,
  type NestFastifyApplication,
} from '@nestjs/platform-fastify';
import { type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { limitDoors, WindowLimits } from './auth/index.js';
import { closeConnectionsWhenStopping } from './close-connections.js';
import { acceptJsonOnly } from './common/http/json-body.js';
import { logRequests } from './common/logging/log-requests.js';
import { Config } from './config/config.js';
import { serveDocs } from './openapi.js';
import { securityHeaders, setOnEveryAnswer } from './security-headers.js';

const MAX_HEADER_BYTES = 16 * 1024;

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
    http: {
      headersTimeout: 15_000,
      maxHeaderSize: MAX_HEADER_BYTES,
      // How often Node looks; its own 30 s would make the limits above three times as long.
      connectionsCheckingInterval: 5_000,
    },
    // Requests that come in on open connections while the server stops are still answered.
    return503OnClosing: false,
    // Ours to answer like any other path that leads nowhere; Fastify would answer these past every hook.
    rewriteUrl: ({ url = '/' }) => (isReadable(url) ? url : '/api/unreadable'),
    routerOptions: { maxParamLength: MAX_HEADER_BYTES },
  });
}

/** Everything HTTP that is not a route. */
export async function configureApp(app: NestFastifyApplication): Promise<void> {
  const config = app.get(Config);
  const fastify = app
    .getHttpAdapter()
    .getInstance() as unknown as FastifyInstance;
  logRequests(fastify, config.allowedOrigins);
  closeConnectionsWhenStopping(fastify);
  setOnEveryAnswer(fastify, securityHeaders(config));
  // Not by `enableCors`, which sets headers past Fastify and so sends every answer the slow way.
  await app.register(fastifyCors as never, corsOptions(config));
  acceptJsonOnly(fastify);
  limitDoors(fastify, app.get(WindowLimits));
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
  const allowed = new Set(config.allowedOrigins);
  return {
    // A function, so that requests without an Origin, which are most, get no CORS headers and cost nothing.
    origin: (
      origin: string | undefined,
      answer: (error: null, allowed: string | false) => void,
    ) => answer(null, origin && allowed.has(origin) ? origin : false),
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'X-Token-Transport'],
    exposedHeaders: 'Retry-After, WWW-Authenticate, X-Request-Id',
    maxAge: 600,
    // An OPTIONS that is no preflight gets the same answer, not a text of the plugin's own.
    strictPreflight: false,
  };
}

function isReadable(url: string): boolean {
  if (!url.includes('%')) return true;
  try {
    decodeURIComponent(url.split('?', 1)[0]!);
    return true;
  } catch {
    return false;
  }
}
