import { isInTime, type Request } from './session-rules.js';
import type { Outcome, State } from './session-state.js';
import type { Act } from './session-steps.js';

/** The people of a run, and the refresh tokens they hold: per session a browser's jar, shared by its tabs, and a thief's copy. */
export class TokenHolders {
  private readonly jars: string[] = [];
  private readonly loot: string[] = [];

  /** How many sessions there are. */
  get count(): number {
    return this.jars.length;
  }

  login({ token }: Outcome): void {
    this.jars.push(token!);
  }

  steal(session: number): void {
    this.loot[this.at(session)] = this.jars[this.at(session)]!;
  }

  /** What comes of an answer for who asked. */
  keep(act: Act, { token }: Outcome): void {
    if (token === undefined) return;
    if (act.who === 'tab' && !act.lost) this.jars[this.at(act.session)] = token;
    if (act.who === 'thief') this.loot[this.at(act.session)] = token;
  }

  /** What somebody sends who acts now. */
  requestOf(act: Act, state: State, now: number): Request {
    if (act.who === 'leaverOfAll') return { ask: 'logoutAll' };
    const index = this.at(act.session);
    const { chain, access } = state.sessions[index]!;
    const nth = (list: typeof chain, age: number) =>
      list[Math.max(list.length - 1 - age, 0)]!.token;
    switch (act.who) {
      case 'tab':
        return { ask: 'refresh', token: this.jars[index]! };
      case 'thief':
        return { ask: 'refresh', token: this.loot[index] ?? chain[0]!.token };
      case 'finder':
        return { ask: 'refresh', token: nth(chain, act.age) };
      case 'caller':
        return { ask: 'access', accessToken: nth(access, act.age) };
      case 'leaver':
        return { ask: 'logout', token: nth(chain, act.age) };
      case 'changer': {
        const accessToken = nth(access, 0);
        const version = state.passwordVersion;
        // The route's guard lets nobody past with an access token whose time is over.
        return isInTime(state, accessToken, now)
          ? { ask: 'changePassword', accessToken, version }
          : { ask: 'access', accessToken };
      }
    }
  }

  private at(session: number): number {
    return session % this.jars.length;
  }
}
