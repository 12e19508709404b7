import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failureOf } from '../errors/failure.js';

/** Longer than any that a browser sends; whoever writes their own shall not fill the log with it. */
const MAX_ORIGIN_CHARS = 300;
/** Node takes bytes above ASCII, and some of them are orders to a terminal that shows the log. */
const NOT_IN_ORIGINS = /[^\x21-\x7e]/g;

/**
 * One line a request, without query, headers or body: those can carry secrets. An origin is none, and one that is not
 * on the list is what keeps most new front ends from working.
 */
export function logRequests(
  fastify: FastifyInstance,
  allowedOrigins: readonly string[],
): void {
  const allowed = new Set(allowedOrigins);
  const refusedOrigin = ({ headers: { origin } }: FastifyRequest) =>
    origin === undefined || allowed.has(origin)
      ? undefined
      : origin.slice(0, MAX_ORIGIN_CHARS).replace(NOT_IN_ORIGINS, '?');
  fastify.addHook(
    'onResponse',
    (request: FastifyRequest, reply: FastifyReply, done) => {
      request.log.info(
        {
          method: request.method,
          route: request.routeOptions.url ?? null,
          status: reply.statusCode,
          code: failureOf(request),
          refusedOrigin: refusedOrigin(request),
          ms: Math.round(reply.elapsedTime * 10) / 10,
        },
        'request',
      );
      done();
    },
  );
}
