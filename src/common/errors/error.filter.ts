import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedException } from './coded.exception.js';
import { preferredLanguage } from '../http/language.js';
import { errorBody } from './error-body.js';
import { noteFailure } from './failure.js';
import { toCodedException } from './request-errors.js';

/** The only place a failed request is answered, and the only one that logs its cause. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerError(
      error,
      http.getRequest<FastifyRequest>(),
      http.getResponse<FastifyReply>(),
    );
  }
}

/** Answers `error`; also for what fails before Nest sees the request, such as a broken URL. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  // Whoever hung up in the middle of a body made that error, and hears no answer.
  const isCutOff = request.raw.destroyed && !request.raw.complete;
  const exception = isCutOff
    ? new CodedException('malformed_body')
    : toCodedException(error);
  noteFailure(request, exception.code);
  const status = exception.getStatus();
  if (status >= 500)
    request.log.error({ err: exception.cause ?? exception }, exception.code);
  if (reply.sent) return;
  for (const [name, value] of Object.entries(headersOf(exception, request)))
    void reply.header(name, value);
  const language = preferredLanguage(request.headers['accept-language']);
  void reply.status(status).send(errorBody(exception, language, request.id));
}

function headersOf(
  exception: CodedException,
  request: FastifyRequest & { user?: unknown },
): Record<string, string> {
  const headers: Record<string, string> = {};
  const status = exception.getStatus();
  const retryAfter = exception.retryAfter ?? (status === 503 ? 1 : undefined);
  if (retryAfter) headers['Retry-After'] = String(retryAfter);
  // RFC 9110 §15.5.2 asks for a challenge; only routes that take a Bearer token have one to make.
  if (status === 401 && (request.user || BEARER_CODES.has(exception.code)))
    headers['WWW-Authenticate'] = 'Bearer';
  return headers;
}

const BEARER_CODES = new Set<string>([
  'access_token_missing',
  'access_token_invalid',
  'access_token_expired',
  'session_revoked',
]);
