import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  DOORS,
  exchange,
  idOf,
  newPerson,
  outcomeOf,
  ownersOf,
  raceToWrite,
} from './support/kakao-tokens.js';
import { query } from './support/databases.js';
import type { TestServer } from './support/server.js';

describe("Kakao's member numbers", () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeEach(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
  });
  afterEach(async () => {
    expect(kakao.wrongdoings).toEqual([]);
    await all.close();
  });

  it.each(DOORS)(
    '2^53 and 2^53 + 1 are two people by %s',
    async (_name, door) => {
      const people = ['big-id', 'bigger-id'];
      const ids = new Set<string>();
      for (const person of people) {
        const { body } = await exchange(server, door(kakao, person));
        expect(body.isNewUser).toBe(true);
        expect(await ownersOf(server, idOf(kakao, person))).toEqual([
          body.user.id,
        ]);
        ids.add(body.user.id);
      }
      expect(ids.size).toBe(2);
      // And stay so by every other door.
      for (const [, other] of DOORS)
        for (const person of people) {
          const { body } = await exchange(server, other(kakao, person));
          expect(body.isNewUser).toBe(false);
          const owners = await ownersOf(server, idOf(kakao, person));
          expect(owners).toEqual([body.user.id]);
        }
    },
  );

  it.each(DOORS)('of 19 digits are kept whole by %s', async (_name, door) => {
    for (const id of ['1376016924426111111', '9223372036854775807']) {
      const person = newPerson(kakao, { id });
      const { body } = await exchange(server, door(kakao, person));
      expect(await ownersOf(server, id)).toEqual([body.user.id]);
    }
  });

  it('name one user by whichever door they come', async () => {
    for (const [, first] of DOORS) {
      const person = newPerson(kakao);
      const { body } = await exchange(server, first(kakao, person));
      for (const [, door] of DOORS) {
        const again = await exchange(server, door(kakao, person));
        expect(again.body.user.id).toBe(body.user.id);
        expect(again.body.isNewUser).toBe(false);
      }
    }
    expect(await rows()).toEqual({ users: 4, identities: 4 });
  });

  it.each(DOORS)(
    'name one user after twenty first logins at once by %s',
    async (_name, door) => {
      const proofs = Array.from({ length: 20 }, () => door(kakao, 'minsu'));
      const answers = await raceToWrite(server, () =>
        Promise.all(proofs.map((proof) => exchange(server, proof))),
      );
      expect(answers.map(outcomeOf)).toEqual(answers.map(() => '200'));
      expect(new Set(answers.map(({ body }) => body.user.id)).size).toBe(1);
      const made = answers.filter(({ body }) => body.isNewUser);
      expect(made).toHaveLength(1);
      expect(await rows()).toEqual({ users: 1, identities: 1 });
    },
  );

  it('name one user after first logins at once by different doors', async () => {
    const proofs = Array.from({ length: 20 }, (_value, index) =>
      DOORS[index % DOORS.length]![1](kakao, 'minsu'),
    );
    const answers = await raceToWrite(server, () =>
      Promise.all(proofs.map((proof) => exchange(server, proof))),
    );
    expect(answers.map(outcomeOf)).toEqual(answers.map(() => '200'));
    expect(await rows()).toEqual({ users: 1, identities: 1 });
  });

  async function rows(): Promise<unknown> {
    const [row] = await query(
      server.databaseUrl,
      `SELECT (SELECT count(*)::int FROM users) AS users,
         (SELECT count(*)::int FROM identities) AS identities`,
    );
    return row;
  }
});
