import { isIP, isIPv4 } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { type Language, preferredLanguage } from './language.js';

const MAX_USER_AGENT = 256;
/** `[2001:db8::1]:443`, `[2001:db8::1]` or `192.0.2.1:4711`. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/;

/** Who is calling, as far as the connection tells. */
export abstract class Client {
  abstract readonly ip: string;
  abstract readonly userAgent: string | null;
  /** What mails that this request causes are written in. */
  abstract readonly language: Language;
  /** Whether they have hung up by now, and wait for no answer. */
  abstract hasLeft(): boolean;
}

/** The caller's address, browser and language, for session lists, the audit and mails. */
export const CurrentClient = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Client =>
    clientOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

export function clientOf(request: FastifyRequest): Client {
  const { headers } = request;
  const { socket } = request.raw;
  const userAgent = headers['user-agent']?.replace(/\P{ASCII}|\p{Cc}/gu, '');
  return {
    ip: addressOf(request),
    userAgent: userAgent?.slice(0, MAX_USER_AGENT) || null,
    get language() {
      return preferredLanguage(headers['accept-language']);
    },
    hasLeft: () => socket.destroyed || socket.writableEnded,
  };
}

/** In one spelling, and IPv4 in the clothes of IPv6 as IPv4; empty when the connection has gone. */
export function addressOf({ ip, socket }: FastifyRequest): string {
  // A proxy passes on whatever stood in X-Forwarded-For; what is no address counts for nothing.
  return toAddress(ip) ?? toAddress(socket.remoteAddress) ?? '';
}

/** Some proxies add the port, and the zone of a link is none of the address. */
function toAddress(text = ''): string | undefined {
  if (isIPv4(text)) return text;
  const [, ipv6, ipv4] = WITH_PORT.exec(text) ?? [];
  const address = (ipv6 ?? ipv4 ?? text).replace(/%.*/, '');
  return isIP(address) ? ipaddr.process(address).toString() : undefined;
}
