import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import {
  CHANGE_PATH,
  FORGOT_PATH,
  mailedToken,
  ME_PATH,
  type MailedServer,
  newAddress,
  NEXT_PASSWORD,
  outboxEmpty,
  RESEND_PATH,
  RESET_PATH,
  startMailedServer,
  VERIFY_PATH,
  verifiedPerson,
} from './support/account-mails.js';
import { expectWait, statusesOf } from './support/limited.js';
import { startServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const HOUR = 3_600_000;

describe('mails that anybody may ask for', () => {
  let all: MailedServer;
  let network = 0;
  /** The next requests come from an address of their own. */
  const elsewhere = () => ({
    'x-forwarded-for': `198.51.100.${(network += 1)}`,
  });
  beforeAll(async () => {
    all = await startMailedServer((env) =>
      startServer(
        { ...env, RATE_LIMIT: 'on', TRUSTED_PROXY_HOPS: '1' },
        { hasher: PasswordHasher },
      ),
    );
    all.server.clock.freeze();
  });
  afterAll(() => all.close());

  const forgot = (email: string, from = elsewhere()) =>
    all.server.client().post(FORGOT_PATH, { email }, from);
  const mailsTo = async (address: string) => {
    await outboxEmpty(all.server);
    return all.smtp.mailsTo(address).length;
  };

  it('are three an hour for a mailbox, however it is spelled and whoever asks, and the answer stays', async () => {
    const address = newAddress();
    await verifiedPerson(all, address);
    const before = await mailsTo(address);
    const logged = all.server.log.length;
    const spellings = [address, address.toUpperCase()];
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, time) => forgot(spellings[time % 2]!)),
    );
    expect(statusesOf(answers)).toEqual({ 202: 10 });
    expect((await mailsTo(address)) - before).toBe(3);
    const log = all.server.log.slice(logged).join('');
    expect(log.split('gets no more this hour')).toHaveLength(1 + 7);
    expect(all.server.log.join('').toLowerCase()).not.toContain(address);
    all.server.clock.advance(HOUR);
    await forgot(address);
    expect((await mailsTo(address)) - before).toBe(4);
  });

  it('are three an hour for who has not confirmed the address either', async () => {
    const address = newAddress();
    const person = all.server.client();
    await person.register({ email: address });
    for (let time = 0; time < 5; time += 1)
      expect((await person.post(RESEND_PATH)).status).toBe(202);
    // And the one of the registration.
    expect(await mailsTo(address)).toBe(1 + 3);
  });

  it('are not kept from who confirms the address by a stranger who forgets its password', async () => {
    const address = newAddress();
    const person = all.server.client();
    await person.register({ email: address });
    for (let time = 0; time < 5; time += 1) await forgot(address);
    for (let time = 0; time < 5; time += 1) await person.post(RESEND_PATH);
    expect(await mailsTo(address)).toBe(1 + 3);
  });

  it('are five an hour for a mailbox that strangers register', async () => {
    const address = newAddress();
    for (let time = 0; time < 7; time += 1)
      await all.server.client().register({ email: address });
    expect(await mailsTo(address)).toBe(5);
  });

  it('that set a new password end the waits of the old one', async () => {
    const address = newAddress();
    const owner = await verifiedPerson(all, address);
    const change = (currentPassword: string) =>
      owner.post(CHANGE_PATH, { currentPassword, newPassword: 'never set' });
    for (let time = 0; time < 5; time += 1) {
      expect((await owner.login(address, 'guessed')).status).toBe(401);
      expect((await change('guessed')).status).toBe(401);
    }
    expectWait(await owner.login(), 1);
    expectWait(await change(owner.password), 1);
    await forgot(address);
    const token = await mailedToken(all, address, 2);
    const next = { token, newPassword: NEXT_PASSWORD };
    expect((await owner.post(RESET_PATH, next)).status).toBe(204);
    expect((await owner.login(address, NEXT_PASSWORD)).status).toBe(200);
    const again = await change('guessed');
    expect(again.body.code).toBe('invalid_credentials');
  });

  it.each([
    [
      'forgotten passwords',
      () => forgot(newAddress(), { 'x-forwarded-for': '203.0.113.1' }),
    ],
    [
      'confirmations',
      () =>
        asking.post(RESEND_PATH, undefined, {
          'x-forwarded-for': '203.0.113.2',
        }),
    ],
  ] as const)(
    'are asked for %s twenty times an hour from an address',
    async (_what, ask) => {
      asking = all.server.client();
      await asking.register();
      const answers = await Promise.all(Array.from({ length: 25 }, ask));
      expect(statusesOf(answers)).toEqual({ 202: 20, 429: 5 });
      expectWait(await ask(), 3_600);
      all.server.clock.advance(HOUR);
      await asking.login();
      expect((await ask()).status).toBe(202);
    },
  );
  let asking: TestClient;

  it('to ever other addresses of an account end after twenty an hour', async () => {
    const person = all.server.client();
    await person.register();
    const change = () =>
      person.send(ME_PATH, { method: 'PATCH', body: { email: newAddress() } });
    for (let time = 0; time < 20; time += 1)
      expect((await change()).status).toBe(200);
    expectWait(await change(), 3_600);
    const rename = { method: 'PATCH', body: { nickname: '민수' } };
    expect((await person.send(ME_PATH, rename)).status).toBe(200);
  });

  it('are not spent by an address that stays as it is', async () => {
    const [email, next] = [newAddress(), newAddress()];
    const person = await verifiedPerson(all, email);
    const change = (body: object) =>
      person.send(ME_PATH, { method: 'PATCH', body });
    await change({ email: next });
    for (let time = 0; time < 25; time += 1)
      expect((await change({ email: next })).status).toBe(200);
    for (let time = 0; time < 25; time += 1)
      expect((await change({ email, nickname: '민수' })).status).toBe(200);
  });

  it('go to addresses whose owners are found out by registering thirty times an hour', async () => {
    const email = newAddress();
    await verifiedPerson(all, email);
    const from = elsewhere();
    const body = {
      username: 'prober',
      password: 'correct horse battery',
      email,
    };
    const probe = () =>
      all.server.client().post('/api/auth/register', body, from);
    const answers = await Promise.all(Array.from({ length: 35 }, probe));
    expect(statusesOf(answers)).toEqual({ 409: 30, 429: 5 });
  });

  it.each([
    [VERIFY_PATH, {}],
    [RESET_PATH, { newPassword: 'three blue kites at noon' }],
  ])('are not guessed at %s more than thirty times', async (path, more) => {
    const from = elsewhere();
    const body = { token: 'A'.repeat(43), ...more };
    const guess = () => all.server.client().post(path, body, from);
    const answers = await Promise.all(Array.from({ length: 40 }, guess));
    expect(statusesOf(answers)).toEqual({ 400: 30, 429: 10 });
  });
});
