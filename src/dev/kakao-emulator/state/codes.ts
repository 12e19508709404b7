import { randomBytes } from 'node:crypto';
import type { KakaoPerson } from '../fixtures/kakao-person.js';
import type { AppKey } from './apps.js';
import type { Clock } from './clock.js';

const LIFETIME_MS = 10 * 60_000;

/** What a person agreed to on the consent page, waiting to be redeemed. */
export interface CodeGrant {
  /** The key used in authorize: it becomes the audience of the id_token. */
  readonly key: AppKey;
  readonly person: KakaoPerson;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly authTime: number;
  readonly nonce?: string | undefined;
  readonly codeChallenge?: string | undefined;
}

interface StoredCode {
  readonly grant: CodeGrant;
  readonly expiresAt: number;
  spent: boolean;
  failed: boolean;
}

/** Authorization codes: single use, ten minutes. */
export class Codes {
  private readonly codes = new Map<string, StoredCode>();

  constructor(private readonly clock: Clock) {}

  issue(grant: CodeGrant): string {
    const code = randomBytes(40).toString('base64url');
    const expiresAt = this.clock.now() + LIFETIME_MS;
    this.codes.set(code, { grant, expiresAt, spent: false, failed: false });
    return code;
  }

  /** The code's grant, once; whatever comes of it, the code is spent. */
  consume(code: string | null): CodeGrant | undefined {
    const stored = this.codes.get(code ?? '');
    if (!stored || stored.spent || stored.expiresAt <= this.clock.now())
      return undefined;
    stored.spent = true;
    return stored.grant;
  }

  /**
   * Remembers that presenting the code brought no tokens. Codes that were
   * never issued are not remembered: anybody may send nonsense to a client.
   */
  markFailed(code: string | null): void {
    const stored = this.codes.get(code ?? '');
    if (stored) stored.failed = true;
  }

  hasFailed(code: string | null): boolean {
    return this.codes.get(code ?? '')?.failed ?? false;
  }

  clear(): void {
    this.codes.clear();
  }
}
