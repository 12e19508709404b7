import { storedHash } from '../refreshing.js';
import type { TestServer } from '../server.js';
import { SessionDoors } from './session-doors.js';
import { type Answered, inSomeOrder } from './order.js';
import { isLive, type Request } from './session-rules.js';
import {
  EMPTY,
  opened,
  type Outcome,
  settled,
  type State,
} from './session-state.js';
import type { Act, Step } from './session-steps.js';
import { TokenHolders } from './token-holders.js';

type Told = Answered & { readonly act: Act };

/** One run: the server and the model side by side, with the people who hold tokens. */
export class SessionStory {
  private state: State = EMPTY;
  private readonly people = new TokenHolders();
  private readonly told: string[] = [];

  private constructor(
    private readonly server: TestServer,
    private readonly doors: SessionDoors,
    private readonly seen: Map<string, number>,
  ) {}

  static async begin(
    server: TestServer,
    seen: Map<string, number>,
  ): Promise<SessionStory> {
    const story = new SessionStory(
      server,
      await SessionDoors.open(server),
      seen,
    );
    await story.login();
    return story;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'login':
        if (this.people.count < 3) await this.login();
        return;
      case 'steal':
        this.people.steal(step.session);
        return;
      case 'wait':
        this.server.clock.advance(step.ms);
        this.told.push(`wait ${step.ms / 1000} s`);
        return;
      case 'together':
        await this.takeTogether(step.acts);
    }
  }

  /** The owners go on, then old and new tokens turn up once more. */
  async end(): Promise<void> {
    await this.expectOneHashForEach();
    this.server.clock.advance(11_000);
    for (const index of this.indexes) {
      if (isLive(this.state, index, this.now))
        await this.askOne({ ask: 'refresh', token: this.last(index) });
      const { chain, access } = this.state.sessions[index]!;
      for (const { token } of [chain[0]!, ...chain.slice(-2)])
        await this.askOne({ ask: 'refresh', token });
      for (const { token } of [access[0]!, access.at(-1)!])
        await this.askOne({ ask: 'access', accessToken: token });
    }
  }

  /** What has run out may lie about until the next login; what was ended may not. */
  private async expectOneHashForEach(): Promise<void> {
    const hashOf = (index: number) => storedHash(this.last(index));
    const live = this.indexes.filter((index) =>
      isLive(this.state, index, this.now),
    );
    const notEnded = this.indexes.filter(
      (index) => !this.state.sessions[index]!.ended,
    );
    const stored = await this.doors.storedHashes();
    expect(stored).toEqual(expect.arrayContaining(live.map(hashOf)));
    expect(notEnded.map(hashOf)).toEqual(expect.arrayContaining(stored));
  }

  private async login(): Promise<void> {
    const outcome = await this.doors.login();
    this.state = opened(this.state, outcome, this.now);
    this.people.login(outcome);
    this.told.push('login');
  }

  private async askOne(request: Request): Promise<void> {
    const outcome = await this.doors.ask(request);
    this.judge([
      { act: { who: 'finder', session: 0, age: 0 }, request, outcome },
    ]);
  }

  private async takeTogether(acts: readonly Act[]): Promise<void> {
    const answered = await Promise.all(
      acts.map(async (act) => {
        const request = this.people.requestOf(act, this.state, this.now);
        return { act, request, outcome: await this.doors.ask(request) };
      }),
    );
    this.judge(answered);
    for (const { act, outcome } of answered) this.people.keep(act, outcome);
  }

  private judge(answered: readonly Told[]): void {
    for (const { act, request, outcome } of answered) {
      this.told.push(`${act.who} ${request.ask}: ${outcome.code}`);
      this.count(request, outcome);
    }
    const next = inSomeOrder(this.state, answered, this.now);
    if (!next)
      throw new Error(
        `no order explains the last ${answered.length} of\n${this.told.join('\n')}`,
      );
    this.state = settled(next);
  }

  private count({ ask }: Request, { code, token }: Outcome): void {
    const isKnown = this.state.sessions.some(({ chain }) =>
      chain.some((issued) => issued.token === token),
    );
    const event = `${ask}: ${code}${isKnown ? ', the same successor' : ''}`;
    this.seen.set(event, (this.seen.get(event) ?? 0) + 1);
  }

  private get indexes(): number[] {
    return [...this.state.sessions.keys()];
  }

  private last(index: number): string {
    return this.state.sessions[index]!.chain.at(-1)!.token;
  }

  private get now(): number {
    return this.server.clock.now();
  }
}
