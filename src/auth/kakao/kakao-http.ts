import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { parse } from 'lossless-json';
import { Agent, request } from 'undici';
import { CodedException } from '../../common/errors/coded.exception.js';

const CONNECT_MS = 2_000;
const DEADLINE_MS = 4_000;
const MAX_CONNECTIONS = 64;
const MAX_ANSWER_BYTES = 1024 * 1024;

/** The time all calls of one request have together. */
export const kakaoDeadline = (): AbortSignal =>
  AbortSignal.timeout(DEADLINE_MS);

export interface KakaoCall {
  readonly url: string;
  /** `Bearer …` or `KakaoAK …`. */
  readonly authorization?: string;
  /** Sent by POST; a call without one is a GET. */
  readonly form?: Readonly<Record<string, string>>;
}

export interface KakaoAnswer {
  readonly status: number;
  /** What the JSON says, its numbers as text: Kakao's ids do not fit a JavaScript number. */
  readonly body: unknown;
}

/** The one way out to Kakao: bounded in time and size, redirects not followed, nothing tried twice. */
@Injectable()
export class KakaoHttp implements OnApplicationShutdown {
  private readonly agent = new Agent({
    connect: { timeout: CONNECT_MS },
    maxResponseSize: MAX_ANSWER_BYTES,
    // A Kakao that hangs holds so many and no more; who waits for one waits no longer than the deadline.
    connections: MAX_CONNECTIONS,
  });

  /** @throws CodedException kakao_unavailable when no JSON comes in time */
  async send(call: KakaoCall, deadline: AbortSignal): Promise<KakaoAnswer> {
    try {
      const { statusCode, body } = await request(call.url, {
        dispatcher: this.agent,
        signal: deadline,
        method: call.form ? 'POST' : 'GET',
        headers: headersOf(call),
        body: call.form ? new URLSearchParams(call.form).toString() : null,
      });
      const text = await body.text();
      return {
        status: statusCode,
        body: parse(text, undefined, (digits) => digits),
      };
    } catch (error) {
      throw new CodedException('kakao_unavailable', { cause: nameOf(error) });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.close();
  }
}

function headersOf({ authorization, form }: KakaoCall): Record<string, string> {
  return {
    accept: 'application/json',
    ...(authorization && { authorization }),
    ...(form && {
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
    }),
  };
}

/** The kind of failure alone: a parser's message quotes the answer, which may hold a token. */
function nameOf(error: unknown): Error {
  const { name, code } = error as { name?: string; code?: string };
  return new Error(`the call to Kakao failed: ${code ?? name ?? 'unknown'}`);
}
