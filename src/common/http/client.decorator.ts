import { isIP } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Language, preferredLanguage } from './language.js';

const MAX_USER_AGENT = 256;

/** Who is calling, as far as the connection tells. */
export abstract class Client {
  abstract readonly ip: string;
  abstract readonly userAgent: string | null;
  /** What mails that this request causes are written in. */
  abstract readonly language: Language;
}

/** The caller's address, browser and language, for session lists, the audit and mails. */
export const CurrentClient = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Client =>
    clientOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

export function clientOf(request: FastifyRequest): Client {
  const userAgent = request.headers['user-agent']?.replace(
    /\P{ASCII}|\p{Cc}/gu,
    '',
  );
  return {
    ip: addressOf(request),
    userAgent: userAgent?.slice(0, MAX_USER_AGENT) || null,
    language: preferredLanguage(request.headers['accept-language']),
  };
}

export function addressOf(request: FastifyRequest): string {
  // A proxy passes on whatever stood in X-Forwarded-For; what is no address counts for nothing.
  const ip = isIP(request.ip)
    ? request.ip
    : (request.socket.remoteAddress ?? '');
  return ip.replace(/^::ffff:(?=\d+\.)/, '');
}
