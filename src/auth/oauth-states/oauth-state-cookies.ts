import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import type { OAuthState } from './oauth-state.js';
import {
  OAuthStateTokens,
  type ReadState,
  STATE_LIFE_S,
} from './oauth-state-tokens.js';
import { UsedOAuthStatesRepository } from './used-oauth-states.repository.js';

const ID = /^[\w-]{22}$/;
/** Tabs that may be on their way at once; without an end, unfinished ones would fill the request's headers. */
const MAX_STATES = 4;

/**
 * States of redirects under way, one cookie each, so that two tabs do not take each other's. The cookie binds a
 * redirect to the browser that began it (RFC 9700 §4.7); Lax, because the way back comes from another site.
 */
@Injectable()
export class OAuthStateCookies {
  private readonly prefix: string;
  private readonly attributes: {
    httpOnly: true;
    secure: boolean;
    sameSite: 'lax';
    path: '/';
  };

  constructor(
    private readonly tokens: OAuthStateTokens,
    private readonly used: UsedOAuthStatesRepository,
    config: Config,
  ) {
    const secure = config.publicUrl.startsWith('https:');
    this.prefix = secure ? '__Host-oauth_state_' : 'oauth_state_';
    this.attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' };
  }

  async write(
    request: FastifyRequest,
    reply: FastifyReply,
    state: OAuthState,
  ): Promise<void> {
    await this.dropOldest(request, reply);
    void reply.setCookie(
      this.prefix + state.id,
      await this.tokens.sign(state),
      { ...this.attributes, maxAge: STATE_LIFE_S },
    );
  }

  /** The state that a redirect brings back, once; undefined when this browser did not begin it, or it is used or over. */
  async take(
    request: FastifyRequest,
    reply: FastifyReply,
    id: unknown,
  ): Promise<OAuthState | undefined> {
    if (typeof id !== 'string' || !ID.test(id)) return undefined;
    const found = await this.read(request, this.prefix + id);
    if (found?.state.id !== id) return undefined;
    void reply.clearCookie(this.prefix + id, this.attributes);
    const isFresh = await this.used.insert(id, new Date(found.expiresAt));
    return isFresh ? found.state : undefined;
  }

  private async dropOldest(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    // Whoever else sets cookies for this host may name them as they like.
    const names = Object.keys(request.cookies).filter(
      (name) =>
        name.startsWith(this.prefix) && ID.test(name.slice(this.prefix.length)),
    );
    const found = await Promise.all(
      names.map(async (name) => ({
        name,
        expiresAt: (await this.read(request, name))?.expiresAt ?? 0,
      })),
    );
    const kept = found
      .filter(({ expiresAt }) => expiresAt > 0)
      .sort((a, b) => b.expiresAt - a.expiresAt)
      .slice(0, MAX_STATES - 1);
    for (const { name } of found.filter((one) => !kept.includes(one)))
      void reply.clearCookie(name, this.attributes);
  }

  private async read(
    request: FastifyRequest,
    name: string,
  ): Promise<ReadState | undefined> {
    const token = request.cookies[name];
    return token === undefined ? undefined : this.tokens.read(token);
  }
}
