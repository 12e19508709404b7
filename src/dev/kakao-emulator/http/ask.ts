import type { FastifyRequest } from 'fastify';

/** A request, read without any help of the server it is mounted on. */
export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The form fields; empty when the body is no form. */
  readonly form: URLSearchParams;
  readonly isForm: boolean;
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}

export function readAsk(request: FastifyRequest): Ask {
  const [path = '', ...query] = request.raw.url?.split('?') ?? [];
  const isForm =
    mediaType(request.headers['content-type']) ===
    'application/x-www-form-urlencoded';
  const body = typeof request.body === 'string' ? request.body : '';
  return {
    method: request.method,
    path,
    query: new URLSearchParams(query.join('?')),
    form: new URLSearchParams(isForm ? body : ''),
    isForm,
    authorization: request.headers.authorization,
    cookie: request.headers.cookie,
  };
}

/** kapi reads a field from the body of a POST, or else from the address. */
export function fieldOf(ask: Ask, name: string): string | null {
  return ask.form.get(name) ?? ask.query.get(name);
}

export function mediaType(header: string | undefined): string | undefined {
  return header?.split(';')[0]?.trim().toLowerCase();
}
