import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import type { SessionRecord } from '../../users/session-record.js';
import { rateLimited } from '../limits/consume.js';
import { WindowLimits } from '../limits/window-limits.js';
import type { VerifiedRefreshToken } from '../tokens/refresh-token.js';
import { SessionCache } from './session-cache.js';
import { SessionRotations } from './session-rotations.service.js';
import { type IssuedTokens, SessionTokens } from './session-tokens.js';
import {
  type FoundSession,
  SessionsRepository,
} from './sessions.repository.js';

/** The successor; or the session of a token that is not its current one. */
type Taken = IssuedTokens | FoundSession;

/** The life of a session: opened by a login, kept by rotation, ended once. */
@Injectable()
export class SessionsService {
  /** By their tokens. */
  private readonly underWay = new Map<string, Promise<Taken>>();

  constructor(
    private readonly repository: SessionsRepository,
    private readonly rotations: SessionRotations,
    private readonly tokens: SessionTokens,
    private readonly cache: SessionCache,
    private readonly limits: WindowLimits,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes a refresh token and gives its successor. The order of the questions: is it the
   * session's current token (one UPDATE decides)? Is the session alive? Is it the token
   * before, within the grace? Anything else is reuse and ends the session (RFC 9700 §4.14.2).
   *
   * @throws CodedException session_revoked, refresh_token_reused, rate_limited
   */
  async rotate(
    presented: VerifiedRefreshToken,
    client: Client,
  ): Promise<IssuedTokens> {
    const taken = await this.takeOnce(presented);
    return 'record' in taken ? this.forgive(presented, taken, client) : taken;
  }

  /** Ends one session of a user. @throws CodedException not_found when there is none */
  async revoke(
    userId: string,
    sessionId: string,
    client: Client,
  ): Promise<void> {
    const ended = await this.end(userId, sessionId, client);
    if (!ended) throw new CodedException('not_found');
  }

  /** Ends one session, if it has not ended before. */
  async end(
    userId: string,
    sessionId: string,
    client: Client,
  ): Promise<boolean> {
    const ended = await this.repository.end(sessionId, {
      userId,
      ip: client.ip,
    });
    this.cache.evict(userId);
    return ended;
  }

  async endAll(userId: string, client: Client): Promise<void> {
    await this.repository.endAll({ userId, ip: client.ip }, userId);
    this.cache.evict(userId);
  }

  /** Every session that has not run out, the last used first. */
  async list(userId: string): Promise<(SessionRecord & { id: string })[]> {
    const records = await this.repository.findAll(userId);
    return Object.entries(records)
      .map(([id, record]) => ({ id, ...record }))
      .filter(({ expiresAt }) => expiresAt > this.clock.now())
      .sort((a, b) => b.rotatedAt - a.rotatedAt);
  }

  /** Callers who present the same token meanwhile share one answer: a late one would find that the others have gone on. */
  private takeOnce(presented: VerifiedRefreshToken): Promise<Taken> {
    const { token } = presented;
    const underWay =
      this.underWay.get(token) ??
      this.take(presented).finally(() => this.underWay.delete(token));
    this.underWay.set(token, underWay);
    return underWay;
  }

  private async take(presented: VerifiedRefreshToken): Promise<Taken> {
    const { sid } = presented.claims;
    const msToWait = await this.limits.waitFor('rotation', sid);
    const swapped = msToWait === 0 && (await this.rotations.swap(presented));
    if (swapped) return this.counted(swapped, sid);

    const session = await this.findOf(presented);
    if (!this.tokens.isCurrent(presented, session.record)) return session;
    if (msToWait > 0) throw rateLimited(msToWait);
    const late = await this.rotations.swapBusy(presented);
    return late ? this.counted(late, sid) : this.findOf(presented);
  }

  private async counted(
    swapped: IssuedTokens,
    sessionId: string,
  ): Promise<IssuedTokens> {
    await this.limits.count('rotation', sessionId);
    return swapped;
  }

  private async findOf({
    claims,
  }: VerifiedRefreshToken): Promise<FoundSession> {
    const session = await this.repository.find(claims.sub, claims.sid);
    if (!session) throw new CodedException('session_revoked');
    return session;
  }

  /** The same successor once more for the token before, within the grace; the end of the session for any older one. */
  private async forgive(
    presented: VerifiedRefreshToken,
    { user, record }: FoundSession,
    client: Client,
  ): Promise<IssuedTokens> {
    const { sub: userId, sid: sessionId } = presented.claims;
    if (!this.tokens.isWithinGrace(presented, record)) {
      // Of quick reloads, the first request may be overtaken by those of the next pages and come two tokens late. The page
      // that sent it is gone. Only that soon: whoever hangs up could else try out what he stole, and nobody would notice.
      const isOvertaken = client.hasLeft() && this.tokens.isJustRotated(record);
      if (!isOvertaken) {
        await this.repository.endReused(sessionId, { userId, ip: client.ip });
        this.cache.evict(userId);
      }
      throw new CodedException('refresh_token_reused');
    }
    const successor = this.tokens.recompute(presented, record);
    if (!successor) throw new CodedException('unavailable');
    return this.tokens.issue(user, sessionId, successor, record.expiresAt);
  }
}
