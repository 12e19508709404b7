import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from './config/config.js';

const ONE_YEAR_S = 31_536_000;

// Pages are ours alone and frame nowhere; Swagger UI styles itself inline.
const CONTENT_SECURITY_POLICY = [
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
  const headers: Record<string, string> = {
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
  if (config.publicUrl.startsWith('https:'))
    headers['Strict-Transport-Security'] =
      `max-age=${ONE_YEAR_S}; includeSubDomains`;
  // Answers are somebody's own, and some carry tokens (RFC 6749 §5.1).
  const apiHeaders = { ...headers, 'Cache-Control': 'no-store' };
  return (request, reply) => {
    void reply.headers(request.url.startsWith('/api') ? apiHeaders : headers);
    void reply.header('X-Request-Id', request.id);
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
