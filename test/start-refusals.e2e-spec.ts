import {
  BAD_FORM,
  BAD_IN_PRODUCTION,
  type BadVariable,
  inRounds,
  withBad,
} from './support/bad-environment.js';
import { productionEnv } from './support/production.js';
import { SECRETS } from './support/server.js';
import { runServer } from './support/spawned-server.js';

// Never reached: the configuration is judged first.
const DATABASE_URL = 'postgres://nobody:hunter2@127.0.0.1:1/none';
const PRODUCTION = productionEnv(DATABASE_URL, 0);
const TEST = { NODE_ENV: 'test', DATABASE_URL, ...SECRETS };

const SENSELESS: readonly BadVariable[][] = [
  [
    ['JWT_ACCESS_SECRET', 'only-thirty-one-bytes-of-secret'],
    ['JWT_ACCESS_PRIVATE_KEY', '@/nowhere/hunter3.pem'],
    ['ACCESS_TOKEN_TTL', '8d'],
    ['COOKIE_SAMESITE', 'none'],
  ],
  [
    ['JWT_REFRESH_SECRET', SECRETS.JWT_ACCESS_SECRET],
    ['JWT_ACCESS_PRIVATE_KEY', 'hunter3 is no PEM'],
    ['REFRESH_TOKEN_TTL', '31d'],
  ],
];

// Each value by itself: src/config/load-config.spec.ts. A process each would take a minute.
describe('a start with bad configuration', () => {
  it.each(
    inRounds(BAD_FORM)
      .slice(0, 2)
      .map((bad) => [namesOf(bad), bad] as const),
  )('stops with a line for each of %s', (_names, bad) =>
    expectRefusal(TEST, bad),
  );

  it.each(SENSELESS.map((bad) => [namesOf(bad), bad] as const))(
    'stops where beside the others no sense is in %s',
    (_names, bad) => expectRefusal(TEST, bad),
  );

  it.each(
    inRounds(BAD_IN_PRODUCTION).map((bad) => [namesOf(bad), bad] as const),
  )('stops where production would be unsafe by %s', (_names, bad) =>
    expectRefusal(PRODUCTION, bad),
  );

  it('takes an environment nobody knows for production', async () => {
    await expectRefusal({ ...PRODUCTION, NODE_ENV: 'staging' }, [
      ['RATE_LIMIT', 'off'],
    ]);
  });

  it('stops within 5 s', async () => {
    const { code, ms } = await runServer({ ...TEST, PORT: 'eighty' });
    expect(code).toBe(1);
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThan(5_000);
  });
});

function namesOf(bad: readonly BadVariable[]): string {
  return bad.map(([name]) => name).join(', ');
}

async function expectRefusal(
  env: Record<string, string>,
  bad: readonly BadVariable[],
): Promise<void> {
  const { code, output } = await runServer(withBad(env, bad));
  expect(code, output).toBe(1);
  const lines = output.trim().split('\n');
  const named = lines.map((line) => line.split(':')[0]);
  expect(new Set(named)).toEqual(new Set(bad.map(([name]) => name)));
  expect(lines).toHaveLength(bad.length);
  for (const [, value = ''] of bad)
    for (const part of value.split(',').map((item) => item.trim()))
      if (part.length > 5) expect(output).not.toContain(part);
  expect(output).not.toContain('hunter');
}
