import type { FastifyRequest } from 'fastify';

type Failing = FastifyRequest & { failure?: string };

/** Notes on the request what its answer fails with, also where the answer is no error. */
export function noteFailure(request: FastifyRequest, code: string): void {
  (request as Failing).failure = code;
}

/** The code of the failure that is answered; undefined when there is none. */
export function failureOf(request: FastifyRequest): string | undefined {
  return (request as Failing).failure;
}
