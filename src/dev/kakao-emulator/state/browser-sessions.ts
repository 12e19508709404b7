import { randomBytes } from 'node:crypto';
import type { KakaoPerson } from '../fixtures/kakao-person.js';
import type { Clock } from './clock.js';

const NAME = 'kakao_emulator_session';
const LIFETIME_S = 24 * 3600;

export interface BrowserSession {
  readonly person: KakaoPerson;
  readonly since: number;
}

/** Who is logged in at (emulated) Kakao in which browser. */
export class BrowserSessions {
  private readonly sessions = new Map<string, BrowserSession>();

  constructor(private readonly clock: Clock) {}

  find(cookieHeader: string | undefined): BrowserSession | undefined {
    const session = this.sessions.get(valueIn(cookieHeader) ?? '');
    const alive =
      session && session.since + LIFETIME_S * 1000 > this.clock.now();
    return alive ? session : undefined;
  }

  /** Logs in; answers the Set-Cookie header. */
  open(person: KakaoPerson, path: string): string {
    const value = randomBytes(24).toString('base64url');
    this.sessions.set(value, { person, since: this.clock.now() });
    return cookie(value, path, LIFETIME_S);
  }

  /** Logs out; answers the Set-Cookie header. */
  end(cookieHeader: string | undefined, path: string): string {
    this.sessions.delete(valueIn(cookieHeader) ?? '');
    return cookie('', path, 0);
  }

  clear(): void {
    this.sessions.clear();
  }
}

function valueIn(header: string | undefined): string | undefined {
  return header
    ?.split(';')
    .map((pair) => pair.trim().split('='))
    .find(([name]) => name === NAME)?.[1];
}

function cookie(value: string, path: string, maxAge: number): string {
  return `${NAME}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax`;
}
