import { KeptToken } from '../src/kept-token.js';

/** Each of its steps takes a moment, and is about what was there as it began. */
function slowStorage() {
  let stored: string | null = null;
  const moment = () => new Promise((resolve) => setImmediate(resolve));
  return {
    get: async () => {
      const found = stored;
      await moment();
      return found;
    },
    set: async (token: string) => {
      await moment();
      stored = token;
    },
    remove: async () => {
      await moment();
      stored = null;
    },
  };
}

describe('the kept token of a storage that takes its time', () => {
  const begun = async () => {
    const storage = slowStorage();
    const kept = new KeptToken(storage);
    await kept.write('A0');
    return { storage, kept };
  };

  it('is that of a login that comes while a late successor looks for its place', async () => {
    const { storage, kept } = await begun();
    await Promise.all([kept.replace('A0', 'A1'), kept.write('B0')]);
    expect(await storage.get()).toBe('B0');
    expect(await kept.read()).toBe('B0');
  });

  it('is none after a logout in the meantime', async () => {
    const { storage, kept } = await begun();
    await Promise.all([kept.replace('A0', 'A1'), kept.remove()]);
    expect(await storage.get()).toBeNull();
    expect(await kept.read()).toBeNull();
  });

  it('is read as it was written a moment ago', async () => {
    const { kept } = await begun();
    const [, read] = await Promise.all([kept.write('B0'), kept.read()]);
    expect(read).toBe('B0');
  });

  it('outlives the refusal of the one before', async () => {
    const { storage, kept } = await begun();
    await Promise.all([kept.forget('A0'), kept.write('B0')]);
    expect(await storage.get()).toBe('B0');
  });
});
