import type { JsonObject } from './json.js';

/** An answer before it is put on the wire, so that faults can alter it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: JsonObject | undefined;
  readonly text?: string | Buffer | undefined;
}

export const JSON_TYPE = 'application/json;charset=UTF-8';

// Replaces the host's policy. Links only: a form's redirect to another origin
// would be stopped by `form-action`.
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function jsonAnswer(
  status: number,
  json: JsonObject,
  headers: Record<string, string> = {},
): Answer {
  return { status, json, headers: { 'content-type': JSON_TYPE, ...headers } };
}

export function textAnswer(
  status: number,
  type: string,
  text: string | Buffer,
): Answer {
  return { status, text, headers: { 'content-type': type } };
}

export function pageAnswer(status: number, html: string): Answer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': PAGE_POLICY,
    'cache-control': 'no-store',
  };
  return { status, text: html, headers };
}

export function redirectAnswer(
  location: string,
  headers: Record<string, string> = {},
  status = 302,
): Answer {
  return { status, headers: { location, ...headers } };
}

/** Thrown to end a question early with an answer. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(`Refused with ${answer.status}.`);
  }
}
