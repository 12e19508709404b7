import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import { toCodedException } from '../../common/errors/request-errors.js';
import type { Client } from '../../common/http/client.decorator.js';
import { IdentitiesService } from '../identities/identities.service.js';
import type { OAuthState } from '../oauth-states/oauth-state.js';
import { ReturnTo } from '../oauth-states/return-to.js';
import { SessionCache } from '../sessions/session-cache.js';
import type { IssuedTokens } from '../sessions/session-tokens.js';
import { KakaoStrategy } from '../strategies/kakao.strategy.js';
import { toPerson } from './kakao-people.service.js';

/** What Kakao may append to the callback. */
export interface KakaoCallback {
  readonly state?: unknown;
  readonly code?: unknown;
  readonly error?: unknown;
}

/** Where a browser ends up, and with what. */
export interface Landing {
  readonly location: string;
  /** Of a login that worked. */
  readonly tokens?: IssuedTokens | undefined;
  /** What the front end is told of one that did not. */
  readonly error?: string;
  /** Of one that did not, through no fault of the person: for the log. */
  readonly failure?: CodedException | undefined;
}

/** A failure that only a redirect knows. */
class Refusal extends Error {
  constructor(readonly code: 'access_denied' | 'oauth_state_invalid') {
    super(code);
  }
}

/** Logins and linkings by redirect: there with a state, back with a code, on to the front end. */
@Injectable()
export class KakaoRedirects {
  constructor(
    private readonly strategy: KakaoStrategy,
    private readonly returnTo: ReturnTo,
    private readonly identities: IdentitiesService,
    private readonly sessions: SessionCache,
  ) {}

  /**
   * @param wish where the browser should end up
   * @param linkFor whose account the identity is for; nobody's yet where somebody logs in
   * @returns where to send the browser, and the state to leave with it
   * @throws CodedException redirect_not_allowed
   */
  depart(
    wish: unknown,
    linkFor?: OAuthState['linkFor'],
  ): Promise<{ location: string; state: OAuthState }> {
    const returnTo = this.returnTo.resolve(wish);
    return this.strategy.depart({ returnTo, ...(linkFor && { linkFor }) });
  }

  /** Finishes what the state began. Whatever happens, there is a page to land on. */
  async land(
    callback: KakaoCallback,
    state: OAuthState | undefined,
    client: Client,
  ): Promise<Landing> {
    const { home } = this.returnTo;
    if (!state) return this.failed(home, new Refusal('oauth_state_invalid'));
    try {
      const tokens = await this.finish(callback, state, client);
      return { location: state.returnTo, tokens };
    } catch (error) {
      return this.failed(state.returnTo, error);
    }
  }

  private failed(returnTo: string, reason: unknown): Landing {
    const error = toldCode(reason);
    const location = this.returnTo.withError(returnTo, error);
    return { location, error, failure: ourFailure(reason) };
  }

  private async finish(
    { code, error }: KakaoCallback,
    state: OAuthState,
    client: Client,
  ): Promise<IssuedTokens | undefined> {
    if (error === 'access_denied') throw new Refusal('access_denied');
    if (typeof code !== 'string' || !/^[\x21-\x7e]{1,4096}$/.test(code))
      throw new CodedException('kakao_rejected');
    const { linkFor } = state;
    // Whoever ended the session that asked for a linking took the wish back.
    if (
      linkFor &&
      !(await this.sessions.find(linkFor.userId, linkFor.sessionId))
    )
      throw new Refusal('oauth_state_invalid');
    const person = toPerson(await this.strategy.arrive(code, state));
    if (!linkFor) return this.identities.logIn(person, client);
    await this.identities.link(person, linkFor, client);
    return undefined;
  }
}

/** What the front end is told. The person in the browser can do about our database what they can do about Kakao: wait. */
function toldCode(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  if (ourFailure(error)) return 'kakao_unavailable';
  const { code } = toCodedException(error);
  return code === 'session_revoked' ? 'oauth_state_invalid' : code;
}

function ourFailure(error: unknown): CodedException | undefined {
  if (error instanceof Refusal) return undefined;
  const exception = toCodedException(error);
  return exception.getStatus() >= 500 ? exception : undefined;
}
