import fc from 'fast-check';
import { SEARCH } from '../src/admin/users-list.sql.js';
import { newAdmin, newUser, type Somebody } from './support/administrators.js';
import { query } from './support/databases.js';
import { outcomeOf } from './support/kakao-tokens.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer } from './support/test-client.js';

const PATH = '/api/admin/users';
const INSERTED = 'nobody';

interface Row {
  readonly id: string;
  readonly username: string | null;
}

describe('the list of users', () => {
  let server: TestServer;
  let admin: Somebody;
  beforeAll(async () => {
    server = await startServer();
    admin = await newAdmin(server);
  });
  afterEach(() =>
    query(
      server.databaseUrl,
      `DELETE FROM users WHERE nickname = '${INSERTED}'`,
    ),
  );
  afterAll(() => server.close());

  const get = (parameters: Record<string, string>): Promise<Answer> =>
    admin.client.send(`${PATH}?${new URLSearchParams(parameters)}`);

  async function everyPage(
    parameters: Record<string, string>,
    meanwhile: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<Row[]> {
    const rows: Row[] = [];
    let cursor: string | null = null;
    do {
      const { status, body } = await get({
        ...parameters,
        ...(cursor && { cursor }),
      });
      expect(status).toBe(200);
      rows.push(...body.items);
      cursor = body.nextCursor;
      await meanwhile();
    } while (cursor);
    return rows;
  }

  /** Users of a test, in the order of the list; several share a millisecond, and some the microsecond. */
  async function insert(
    count: number,
    prefix: string,
    at = '2020-01-01',
  ): Promise<Row[]> {
    return query<Row>(
      server.databaseUrl,
      `WITH made AS (
         INSERT INTO users (id, username, username_key, nickname, created_at)
         SELECT gen_random_uuid(), $2 || n, $2 || n, $4, $3::timestamptz + (n / 3) * interval '1 microsecond'
         FROM generate_series(1, $1::int) AS n RETURNING *
       ) SELECT id, username FROM made ORDER BY created_at DESC, id DESC`,
      [count, prefix, at, INSERTED],
    );
  }

  it('goes page by page from the newest, without gaps or doubles while users are added and removed', async () => {
    const expected = await insert(95, 'paged-');
    let added = 0;
    const seen = await everyPage({ limit: '10', q: 'paged-' }, async () => {
      await insert(3, `paged-${(added += 1)}-new-`, '2030-01-01');
      await query(
        server.databaseUrl,
        `DELETE FROM users WHERE username LIKE 'paged-_-new-1'`,
      );
    });
    expect(seen.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    const all = await everyPage({ limit: '7' });
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const [{ count }] = (await query(
      server.databaseUrl,
      'SELECT count(*)::int FROM users',
    )) as [{ count: number }];
    expect(all).toHaveLength(count);
  });

  it('has 20 to a page, and says when it is at its end', async () => {
    await insert(20, 'twenty-');
    const { body } = await get({ q: 'twenty-' });
    expect([body.items.length, body.nextCursor]).toEqual([20, null]);
    await insert(1, 'twenty-one-', '2029-01-01');
    const more = (await get({ q: 'twenty-' })).body;
    expect([more.items.length, typeof more.nextCursor]).toEqual([20, 'string']);
    const last = (await get({ q: 'twenty-', cursor: more.nextCursor })).body;
    expect([last.items.length, last.nextCursor]).toEqual([1, null]);
    await insert(100, 'hundred-');
    expect((await get({ limit: '100' })).body.items).toHaveLength(100);
  });

  it('finds parts of username, nickname and address in any case', async () => {
    await newUser(server, { nickname: 'Zoë Åström' });
    const minsu = await newUser(server, {
      nickname: '김민수',
      email: 'Kim.Minsu+shop@Example.COM',
    });
    const found = async (q: string) =>
      (await everyPage({ q })).map(({ id }) => id);
    for (const q of [
      '김민수',
      '민수',
      '수',
      'minsu+',
      'EXAMPLE.com',
      'n',
      ' 김민수 ',
    ])
      expect(await found(q), q).toContain(minsu.id);
    const { username } = minsu.client;
    expect(await found(username.toUpperCase())).toEqual([minsu.id]);
    expect(await found(username.slice(3))).toEqual([minsu.id]);
    expect(await found(minsu.id.toUpperCase())).toEqual([minsu.id]);
    expect((await get({ q: 'ZOË åst' })).body.items).toHaveLength(1);
    for (const q of [
      '수민',
      '김민수수',
      'minsu\\',
      minsu.id.slice(1),
      crypto.randomUUID(),
    ])
      expect(await found(q), q).toEqual([]);
    expect((await get({ q: '' })).body).toEqual((await get({})).body);
  });

  it('takes no character of a term for a wildcard or an operator', async () => {
    for (const term of [
      '%',
      '_%',
      'a_b',
      "o'b",
      '\\',
      "\\'",
      ':*',
      'a & b',
      '!x',
      "'':*",
      '|',
      '$1',
    ])
      await query(
        server.databaseUrl,
        `INSERT INTO users (id, nickname) VALUES (gen_random_uuid(), 'odd ' || $1 || ' name')`,
        [term],
      );
    const { items } = (await get({ q: 'odd ', limit: '100' })).body;
    expect(items).toHaveLength(12);
    for (const { nickname } of items) {
      const term = nickname.slice(4, -5);
      const hits = (await get({ q: `odd ${term} n` })).body.items;
      expect(hits.map((hit: { nickname: string }) => hit.nickname)).toEqual([
        nickname,
      ]);
    }
    expect((await get({ q: 'o_d' })).body.items).toEqual([]);
  });

  it('finds by the index what the newest users do not have', async () => {
    await query(
      server.databaseUrl,
      `INSERT INTO users (id, nickname, created_at) VALUES
       (gen_random_uuid(), '옛날 사람 old-timer', '2001-01-01'), (gen_random_uuid(), 'another old-timer', '2001-01-02')`,
    );
    await insert(3_000, 'crowd-', '2031-01-01');
    const nicknames = async (q: string) =>
      (await everyPage({ q, limit: '1' })).map(
        (row) => (row as unknown as { nickname: string }).nickname,
      );
    expect(await nicknames('OLD-TIMER')).toEqual([
      'another old-timer',
      '옛날 사람 old-timer',
    ]);
    for (const q of ['옛', '옛날', '날 사람', '옛날 사람 old-timer'])
      expect(await nicknames(q)).toEqual(['옛날 사람 old-timer']);
  });

  it('asks the index even for what everybody has', async () => {
    await insert(1_000, 'many-');
    await query(server.databaseUrl, 'ANALYZE users');
    const rows = await query(server.databaseUrl, `EXPLAIN ${SEARCH}`, [
      0,
      null,
      null,
      21,
      'nob',
    ]);
    expect(JSON.stringify(rows)).toContain('users_search_idx');
  });

  it.each([
    ['limit=0'],
    ['limit=101'],
    ['limit=-1'],
    ['limit=1.5'],
    ['limit=1e1'],
    ['limit=%2010'],
    ['limit='],
    ['limit=ten'],
    ['limit=1&limit=2'],
    ['q=a&q=b'],
    ['q=%00'],
    ['q=a%0Ab'],
    [`q=${'x'.repeat(101)}`],
    [`q=${'x'.repeat(10_000)}`],
    ['cursor='],
    ['cursor=a&cursor=b'],
    ['sort=name'],
    ['q[]=a'],
    ['hasOwnProperty=1'],
    ['__proto__=1'],
    ['constructor=1'],
  ])('refuses ?%s', async (parameters) => {
    const answer = await admin.client.send(`${PATH}?${parameters}`);
    expect(outcomeOf(answer)).toBe('400 validation_failed');
    const field = parameters.split('=')[0]!;
    expect(answer.body.details[0].field).toBe(field);
  });

  it('refuses every cursor that is none of its own', async () => {
    const id = crypto.randomUUID();
    const inside = fc.oneof(
      fc.string(),
      fc.constantFrom(
        `1.${id.toUpperCase()}`,
        `1.${id}.`,
        `1..${id}`,
        `1e3.${id}`,
        `999999999999999999.${id}`,
        `1.${id}\n`,
        `NaN.${id}`,
        '1',
        id,
        `1.${id.slice(1)}`,
      ),
    );
    const cursors = fc.oneof(
      inside.map((text) => Buffer.from(text).toString('base64url')),
      fc.string({ minLength: 1 }),
      fc.constant(Buffer.from(`1.${id}`).toString('base64') + '='),
    );
    await fc.assert(
      fc.asyncProperty(cursors, async (cursor) => {
        for (const path of [PATH, '/api/admin/audit']) {
          fc.pre(
            path === PATH ||
              !/^[1-9]\d*$/.test(Buffer.from(cursor, 'base64url').toString()),
          );
          const answer = await admin.client.send(
            `${path}?${new URLSearchParams({ cursor })}`,
          );
          expect(outcomeOf(answer)).toBe('400 validation_failed');
          expect(answer.body.details[0].code).toBe('not_a_cursor');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('takes every position for one, however far off', async () => {
    for (const position of ['-99999999999999999', '99999999999999999', '0']) {
      const cursor = Buffer.from(`${position}.${admin.id}`).toString(
        'base64url',
      );
      for (const q of ['', 'n'])
        expect((await get({ cursor, q })).status).toBe(200);
    }
  });

  it('answers whatever is searched for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 20 }),
        async (q) => {
          const { status } = await get({ q, limit: '2' });
          expect(status).toBe(/\p{Cc}/u.test(q) ? 400 : 200);
        },
      ),
      {
        numRuns: 60,
        examples: [
          ["'"],
          ['\\'],
          ["''"],
          ["\\\\'"],
          [':*'],
          ['İI'],
          ['\u{1F600}'],
        ],
      },
    );
  });
});
