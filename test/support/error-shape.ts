import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { STATUS_CODES } from 'node:http';
import { ERROR_CATALOG } from '../../src/common/errors/error-catalog.js';
import { describeApi } from '../../src/openapi.js';

/** Every POST route of the application, sorted. */
export function postRoutes(app: NestFastifyApplication): string[] {
  return Object.entries(describeApi(app).paths)
    .filter(([, operations]) => operations.post)
    .map(([path]) => path)
    .sort();
}

/** Whether an error's body has exactly the members of the contract, §3.1. */
export function expectErrorShape(
  body: Record<string, unknown>,
  status: number,
): void {
  const { code, details, ...others } = body;
  expect(Object.keys(ERROR_CATALOG)).toContain(code);
  expect(others).toEqual({
    statusCode: status,
    error: STATUS_CODES[status],
    message: expect.stringMatching(/.+/),
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  if (details === undefined) return;
  const detail = {
    field: expect.any(String),
    code: expect.any(String),
    message: expect.stringMatching(/.+/),
  };
  const list = details as unknown[];
  expect(list.length).toBeGreaterThan(0);
  expect(list.length).toBeLessThanOrEqual(20);
  expect(list).toEqual(list.map(() => detail));
}
