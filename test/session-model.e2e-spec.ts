import fc from 'fast-check';
import { startServer, type TestServer } from './support/server.js';
import { type Step, STEPS } from './support/session-model/session-steps.js';
import { SessionStory } from './support/session-model/session-story.js';

const RUNS = 1_000;

describe('the life of sessions, in random order', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'error',
      SESSION_MAX_AGE: '8d',
    });
  });
  afterAll(() => server.close());

  async function tell(steps: readonly Step[], seen: Map<string, number>) {
    server.clock.reset();
    server.clock.freeze();
    const story = await SessionStory.begin(server, seen);
    for (const step of steps) await story.take(step);
    await story.end();
  }

  it('logs nobody out wrongly, forks no session, sees every reuse and ends what was ended', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(STEPS, (steps) => tell(steps, seen)),
      { numRuns: RUNS },
    );
    // A thousand runs that never met a thief would show nothing.
    for (const event of [
      'refresh: ok',
      'refresh: ok, the same successor',
      'refresh: refresh_token_reused',
      'refresh: refresh_token_expired',
      'refresh: session_revoked',
      'access: ok',
      'access: session_revoked',
      'access: access_token_expired',
      'logout: ok',
      'logoutAll: ok',
      'changePassword: ok',
      'changePassword: session_revoked',
    ])
      expect.soft(seen.get(event) ?? 0, event).toBeGreaterThan(20);
  }, 240_000);
});
