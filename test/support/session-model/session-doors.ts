import { randomUUID } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { DataSource } from 'typeorm';
import { CodedException } from '../../../src/common/errors/coded.exception.js';
import { PasswordReplacement } from '../../../src/auth/credentials/password-replacement.service.js';
import { SessionOpenings } from '../../../src/auth/sessions/session-openings.service.js';
import { SessionsService } from '../../../src/auth/sessions/sessions.service.js';
import { claimsOf } from '../refreshing.js';
import type { TestServer } from '../server.js';
import type { Request } from './session-rules.js';
import type { Outcome } from './session-state.js';

const CLIENT = {
  ip: '127.0.0.1',
  userAgent: null,
  language: 'ko',
  hasLeft: () => false,
} as const;

/**
 * One user's ways into the server. Requests go through the whole application but no socket, so
 * that thousands are quick. Two doors are opened from behind, to save the password hashing:
 * logging in and the password change, whose password was "found right" already.
 */
export class SessionDoors {
  private passwordHash = 'hash 0';

  private constructor(
    private readonly server: TestServer,
    private readonly userId: string,
  ) {}

  /** A user of their own for each run. */
  static async open(server: TestServer): Promise<SessionDoors> {
    const id = randomUUID();
    await server.app
      .get(DataSource)
      .query(
        `INSERT INTO users (id, nickname, password_hash) VALUES ($1, 'nobody', 'hash 0')`,
        [id],
      );
    return new SessionDoors(server, id);
  }

  async login(): Promise<Outcome> {
    const { passwordHash, userId } = this;
    const tokens = await this.server.app
      .get(SessionOpenings)
      .byPassword({ userId, passwordHash }, CLIENT);
    return {
      code: 'ok',
      token: tokens.refreshToken,
      accessToken: tokens.accessToken,
    };
  }

  ask(request: Request): Promise<Outcome> {
    switch (request.ask) {
      case 'refresh':
        return this.post('/api/auth/refresh', withCookie(request.token));
      case 'logout':
        return this.post('/api/auth/logout', withCookie(request.token));
      case 'access':
        return this.send({
          method: 'GET',
          url: '/api/users/me',
          headers: { authorization: `Bearer ${request.accessToken}` },
        });
      case 'logoutAll':
        return this.logoutAll();
      case 'changePassword':
        return this.changePassword(request.accessToken, request.version);
    }
  }

  /** The hashes that are stored, one for each live session. */
  async storedHashes(): Promise<string[]> {
    const [row] = await this.server.app
      .get(DataSource)
      .query<{ records: Record<string, { current: string }> }[]>(
        'SELECT refresh_tokens AS records FROM users WHERE id = $1',
        [this.userId],
      );
    return Object.values(row!.records).map(({ current }) => current);
  }

  private get sessions(): SessionsService {
    return this.server.app.get(SessionsService);
  }

  private async logoutAll(): Promise<Outcome> {
    await this.sessions.endAll(this.userId, CLIENT);
    return { code: 'ok' };
  }

  private async changePassword(
    accessToken: string,
    version: number,
  ): Promise<Outcome> {
    const { sub, sid } = claimsOf(accessToken);
    const checked = `hash ${version}`;
    const next = `hash ${version + 1}`;
    try {
      const caller = { id: sub, sessionId: sid };
      await this.server.app
        .get(PasswordReplacement)
        .change(caller, { checked, next }, CLIENT);
      this.passwordHash = next;
      return { code: 'ok' };
    } catch (error) {
      if (error instanceof CodedException) return { code: error.code };
      throw error;
    }
  }

  private post(url: string, headers: Record<string, string>) {
    return this.send({ method: 'POST', url, headers });
  }

  private async send(options: InjectOptions): Promise<Outcome> {
    const answer = await this.server.app.inject(options);
    const body = answer.body ? answer.json<Record<string, string>>() : {};
    const [cookie] = answer.cookies;
    if (answer.statusCode >= 400) {
      // A failure that came with a cookie would log somebody out.
      return { code: cookie ? 'cookie with a failure' : body.code! };
    }
    return { code: 'ok', token: cookie?.value, accessToken: body.accessToken };
  }
}

function withCookie(token: string): Record<string, string> {
  return { cookie: `refresh_token=${token}` };
}
