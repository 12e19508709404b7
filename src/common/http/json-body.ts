import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CodedException } from '../errors/coded.exception.js';

const MAX_BODY_BYTES = 16 * 1024;
/** No body of ours is deeper than three; class-transformer overflows the stack at some thousand. */
const MAX_DEPTH = 16;

/** In a route's config: its caller is no browser and may send a form too. */
export const TAKES_FORMS = 'takesForms';

/** Makes JSON in UTF-8 the only body the server takes, 16 KiB at most; and forms where a route says so. */
export function acceptJsonOnly(fastify: FastifyInstance): void {
  const parseText = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES },
    (request, body, done) => {
      if (isPacked(request))
        return done(new CodedException('unsupported_media_type'));
      const text = decode(body);
      if (text === undefined) return done(new CodedException('malformed_body'));
      // axios sends the content type with no body; refresh and logout need none.
      if (text === '') return done(null, undefined);
      return parseText(request, text, (error, parsed) => {
        const isBad = error !== null || isNestedDeeper(parsed, MAX_DEPTH);
        if (isBad) done(new CodedException('malformed_body'));
        else done(null, parsed);
      });
    },
  );
  fastify.addContentTypeParser<Buffer>(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES },
    (request, body, done) => {
      const { config } = request.routeOptions as { config: object };
      // Any page can send a form across sites without asking (CSRF).
      if (!Object.hasOwn(config, TAKES_FORMS) || isPacked(request))
        return done(new CodedException('unsupported_media_type'));
      const text = decode(body);
      if (text === undefined) return done(new CodedException('malformed_body'));
      return done(null, Object.fromEntries(new URLSearchParams(text)));
    },
  );
}

/** Fastify would replace broken sequences with U+FFFD, so that two different passwords could become one. */
function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** Fastify ignores a Content-Encoding it does not know and would read the packed bytes as text. */
function isPacked({ headers }: FastifyRequest): boolean {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  return encoding !== undefined && encoding !== 'identity';
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((member) =>
    isNestedDeeper(member, levels - 1),
  );
}
