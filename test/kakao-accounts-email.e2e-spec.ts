import { query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byCode,
  DOORS,
  exchange,
  newPerson,
  outcomeOf,
  type Proof,
  raceToWrite,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

interface Seen {
  id: string;
  email: string | null;
  emailVerified: boolean;
}

describe('the address of a Kakao account', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeAll(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
  });
  afterEach(() => expect(kakao.wrongdoings).toEqual([]));
  afterAll(() => all.close());

  describe.each(DOORS)('by %s', (_name, door) => {
    it('is theirs and verified when Kakao says valid and verified', async () => {
      const address = newAddress();
      const person = personWith(address);
      expect(await seen(door(kakao, person))).toMatchObject({
        email: address,
        emailVerified: true,
      });
    });

    it.each(['no-email', 'no-account'])('is none for %s', async (person) => {
      await expectNoAddress(door(kakao, person));
    });

    it('is none for who does not share it', async () => {
      const email = { address: newAddress(), valid: true, verified: true };
      const withholds = ['account_email'];
      const person = newPerson(kakao, { email, withholds });
      await expectNoAddress(door(kakao, person));
    });

    it.each([
      ['not verified', { valid: true, verified: false }],
      ["taken over, and another's", { valid: false, verified: true }],
      ['neither', { valid: false, verified: false }],
    ])('is none when it is %s', async (_state, state) => {
      const email = { address: newAddress(), ...state };
      await expectNoAddress(door(kakao, newPerson(kakao, { email })));
    });

    it.each(['not an address', 'a@b', `${'a'.repeat(250)}@b.co`, 'a\n@b.co'])(
      'is none when it is %j',
      async (address) => {
        await expectNoAddress(door(kakao, personWith(address)));
      },
    );

    it('is left with the account that has verified it, in any case of letters', async () => {
      const address = newAddress();
      const owner = await localUser(address);
      await verifyAddress(owner);
      const before = (await owner.me()).body;
      const mine = await expectNoAddress(
        door(kakao, personWith(address.toUpperCase())),
      );
      expect(mine.id).not.toBe(before.id);
      expect((await owner.me()).body).toEqual(before);
    });

    it('is left with the Kakao account that came first', async () => {
      const address = newAddress();
      const first = await seen(byCode(kakao, personWith(address)));
      expect(first.emailVerified).toBe(true);
      await expectNoAddress(door(kakao, personWith(address)));
    });

    it('is taken over as verified from an account that never verified it', async () => {
      const address = newAddress();
      const squatter = await localUser(address);
      const mine = await seen(door(kakao, personWith(address)));
      expect(mine).toMatchObject({ email: address, emailVerified: true });
      const theirs = (await squatter.me()).body;
      expect(theirs).toMatchObject({ email: address, emailVerified: false });
      expect(theirs.id).not.toBe(mine.id);
    });
  });

  it('goes to one of many people who bring it at once, and all are let in', async () => {
    const address = newAddress();
    const proofs = Array.from({ length: 20 }, () =>
      byCode(kakao, personWith(address)),
    );
    const answers = await raceToWrite(server, () =>
      Promise.all(proofs.map((proof) => exchange(server, proof))),
    );
    expect(answers.map(outcomeOf)).toEqual(answers.map(() => '200'));
    const users = answers.map(({ body }) => body.user as Seen);
    expect(new Set(users.map(({ id }) => id)).size).toBe(20);
    expect(users.filter(({ email }) => email !== null)).toHaveLength(1);
  });

  function newAddress(): string {
    return `mail-${crypto.randomUUID()}@example.com`;
  }

  function personWith(address: string): string {
    const email = { address, valid: true, verified: true };
    return newPerson(kakao, { email });
  }

  async function seen(proof: Proof): Promise<Seen> {
    const answer = await exchange(server, proof);
    expect(outcomeOf(answer)).toBe('200');
    return answer.body.user as Seen;
  }

  async function expectNoAddress(proof: Proof): Promise<Seen> {
    const user = await seen(proof);
    expect(user).toMatchObject({ email: null, emailVerified: false });
    return user;
  }

  async function localUser(email: string): Promise<TestClient> {
    const client = server.client();
    expect((await client.register({ email })).status).toBe(201);
    return client;
  }

  async function verifyAddress(client: TestClient): Promise<void> {
    await query(
      server.databaseUrl,
      'UPDATE users SET email_verified = true WHERE username = $1',
      [client.username],
    );
  }
});
