import { availableParallelism } from 'node:os';
import { hash as argon2 } from '@node-rs/argon2';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { PasswordHasher } from './password-hasher.js';

const PASSWORD = 'correct horse battery';
const WAITING = 32;
/** At work and waiting. */
const FULL = Math.max(2, availableParallelism()) + WAITING;

describe('hashing passwords', () => {
  const hasher = new PasswordHasher();

  it('makes Argon2id of 19 MiB, 2 passes, a 16-byte salt and 32 bytes', async () => {
    const [one, two] = [
      await hasher.hash(PASSWORD),
      await hasher.hash(PASSWORD),
    ];
    const [, kind, version, parameters, salt, tag] = one.split('$');
    expect([kind, version, parameters]).toEqual([
      'argon2id',
      'v=19',
      'm=19456,t=2,p=1',
    ]);
    expect(Buffer.from(salt!, 'base64')).toHaveLength(16);
    expect(Buffer.from(tag!, 'base64')).toHaveLength(32);
    expect(one).not.toBe(two);
    expect(await hasher.verify(one, PASSWORD)).toBe(true);
    expect(await hasher.verify(one, `${PASSWORD} `)).toBe(false);
    expect(await hasher.verify(one, '')).toBe(false);
  });

  it('takes one password in every normal form for the same', async () => {
    const stored = await hasher.hash('Å-각-ﬁ-password');
    const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'];
    for (const form of forms)
      expect(
        await hasher.verify(stored, 'Å-각-ﬁ-password'.normalize(form)),
      ).toBe(true);
  });

  it('finds nothing right where there is no hash, not even the decoy', async () => {
    expect(await hasher.verify(null, PASSWORD)).toBe(false);
    expect(await hasher.verify(null, 'no password is this')).toBe(false);
  });

  it('takes bcrypt of cost 10 or more, and calls it outdated', async () => {
    const [good, weak] = [
      await bcrypt(PASSWORD, 10),
      await bcrypt(PASSWORD, 9),
    ];
    expect(await hasher.verify(good, PASSWORD)).toBe(true);
    expect(await hasher.verify(good, 'wrong')).toBe(false);
    expect(await hasher.verify(weak, PASSWORD)).toBe(false);
    expect(hasher.isOutdated(good)).toBe(true);
  });

  it("calls every other parameter outdated, and today's not", async () => {
    const older = await argon2(PASSWORD, { memoryCost: 4_096, timeCost: 3 });
    expect(await hasher.verify(older, PASSWORD)).toBe(true);
    expect(hasher.isOutdated(older)).toBe(true);
    expect(hasher.isOutdated(await hasher.hash(PASSWORD))).toBe(false);
  });

  it('lets as many wait as the queue holds, and refuses the next at once', async () => {
    const busy = new PasswordHasher();
    await busy.hash(PASSWORD);
    const work: Promise<string>[] = [];
    let refusal: unknown;
    while (refusal === undefined && work.length < 2 * FULL) {
      const hash = busy.hash(PASSWORD);
      hash.catch((error: unknown) => (refusal = error));
      work.push(hash);
      // As requests come: one after the other.
      await new Promise(setImmediate);
    }
    expect(refusal).toMatchObject({ code: 'unavailable', retryAfter: 1 });
    const results = await Promise.allSettled(work);
    const done = results.filter(({ status }) => status === 'fulfilled');
    expect(done.length).toBeGreaterThanOrEqual(WAITING);
    expect(await busy.hash(PASSWORD)).toMatch(/^\$argon2id/);
  });
});
