import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from './config/config.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether a browser shows what the route answers. */
    isPage?: boolean;
  }
}

const ONE_YEAR_S = 31_536_000;

// Pages are ours alone and frame nowhere; Swagger UI styles itself inline.
const PAGE_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

type HeaderSetter = (request: FastifyRequest, reply: FastifyReply) => void;

/**
 * The headers of every answer (OWASP HTTP Headers Cheat Sheet). Spelled out once: helmet builds
 * them anew for each request, at the cost of all the rest of a cached GET.
 */
export function securityHeaders(config: Config): HeaderSetter {
  const everywhere: Record<string, string> = {
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  if (config.publicUrl.startsWith('https:'))
    everywhere['strict-transport-security'] =
      `max-age=${ONE_YEAR_S}; includeSubDomains`;
  const onPages = {
    ...everywhere,
    'content-security-policy': PAGE_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'x-frame-options': 'DENY',
  };
  const onApi = {
    ...everywhere,
    'content-security-policy': "frame-ancestors 'none'",
    // Answers are somebody's own, and some carry tokens (RFC 6749 §5.1).
    'cache-control': 'no-store',
  };
  return (request, reply) => {
    // By the route, not the URL: /%61pi leads to /api too.
    const { url, config: route } = request.routeOptions;
    const isPage = route.isPage ?? url?.startsWith('/docs') ?? false;
    void reply.headers(isPage ? onPages : onApi);
    void reply.header('x-request-id', request.id);
  };
}

export function setOnEveryAnswer(
  fastify: FastifyInstance,
  setHeaders: HeaderSetter,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    setHeaders(request, reply);
    done();
  });
}
