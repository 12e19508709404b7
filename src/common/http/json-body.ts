import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CodedException } from '../errors/coded.exception.js';

const MAX_BODY_BYTES = 16 * 1024;
/** No body of ours is deeper than three; class-transformer overflows the stack at some thousand. */
const MAX_DEPTH = 16;

/** Makes JSON in UTF-8 the only body the server takes, 16 KiB at most. */
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
