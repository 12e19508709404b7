import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { RefreshCookie } from '../cookies/refresh-cookie.js';
import { IdentitiesService } from '../identities/identities.service.js';
import type { Departure, OAuthState } from '../oauth-states/oauth-state.js';
import { OAuthStateCookies } from '../oauth-states/oauth-state-cookies.js';
import { ReturnTo } from '../oauth-states/return-to.js';
import { SessionCache } from '../sessions/session-cache.js';
import { KakaoStrategy } from '../strategies/kakao.strategy.js';
import { toPerson } from './kakao-people.service.js';

/** What Kakao may append to the callback. */
export interface KakaoCallback {
  readonly state?: unknown;
  readonly code?: unknown;
  readonly error?: unknown;
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
    private readonly states: OAuthStateCookies,
    private readonly returnTo: ReturnTo,
    private readonly identities: IdentitiesService,
    private readonly sessions: SessionCache,
    private readonly cookie: RefreshCookie,
  ) {}

  /** Leaves a state with the browser. @returns where to send it */
  async depart(
    request: FastifyRequest,
    reply: FastifyReply,
    departure: Departure,
  ): Promise<string> {
    const { location, state } = await this.strategy.depart(departure);
    await this.states.write(request, reply, state);
    return location;
  }

  /** Finishes what the state began. @returns where to send the browser, whatever happened */
  async arrive(
    request: FastifyRequest,
    reply: FastifyReply,
    client: Client,
  ): Promise<string> {
    const callback = request.query as KakaoCallback;
    const state = await this.states.take(request, reply, callback.state);
    if (!state)
      return this.returnTo.withError(this.returnTo.home, 'oauth_state_invalid');
    try {
      await this.finish(callback, state, reply, client);
      return state.returnTo;
    } catch (error) {
      return this.returnTo.withError(state.returnTo, toldCode(error, request));
    }
  }

  private async finish(
    { code, error }: KakaoCallback,
    state: OAuthState,
    reply: FastifyReply,
    client: Client,
  ): Promise<void> {
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
    if (linkFor) return this.identities.link(person, linkFor, client);
    const issued = await this.identities.logIn(person, client);
    this.cookie.write(reply, issued.refreshToken, issued.refreshExpiresAt);
  }
}

/** What the front end is told; anything without a code of its own is no answer, but an error. */
function toldCode(error: unknown, request: FastifyRequest): string {
  if (error instanceof Refusal) return error.code;
  if (!(error instanceof CodedException)) throw error;
  if (error.getStatus() >= 500)
    request.log.error({ err: error.cause ?? error }, error.code);
  return error.code === 'session_revoked' ? 'oauth_state_invalid' : error.code;
}
