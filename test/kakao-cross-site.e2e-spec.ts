import {
  type RunningKakaoEmulator,
  startKakaoEmulator,
} from '../src/dev/kakao-emulator/index.js';
import { describeInBrowser } from './support/browser.js';
import { createDatabase } from './support/databases.js';
import {
  type KakaoInBrowser,
  openKakaoSite,
} from './support/kakao-in-browser.js';
import { startKakaoSite } from './support/kakao-site.js';

// A browser counts 127.0.0.1 and localhost as two sites, and cookies care.
describeInBrowser('Kakao on another site than the server', () => {
  let emulator: RunningKakaoEmulator;
  let servers: Awaited<ReturnType<typeof startKakaoSite>>;
  let site: KakaoInBrowser;
  beforeAll(async () => {
    emulator = await startKakaoEmulator();
    servers = await startKakaoSite(await createDatabase(), emulator);
    site = await openKakaoSite(servers);
  });
  afterEach(() => site.endVisits());
  afterAll(async () => {
    await servers?.close();
    await emulator?.close();
  });

  it('leads back with the state cookie, and to a page whose refresh cookie works', async () => {
    const minsu = await site.logInAs('minsu');
    expect(
      new Set(minsu.addresses.map((one) => new URL(one).hostname)),
    ).toEqual(new Set(['localhost', '127.0.0.1']));
    const { status, body } = await minsu.call('POST', '/api/auth/refresh');
    expect([status, body.user.nickname]).toEqual([200, '김민수']);
    await minsu.page.reload();
    expect((await minsu.call('POST', '/api/auth/refresh')).status).toBe(200);
  });

  it('links an account whose page stays logged in', async () => {
    const someone = await site.visit();
    await someone.page.goto(`${site.frontEnd}/`);
    const account = { username: 'linking', password: 'correct horse battery' };
    await someone.call('POST', '/api/auth/register', account);
    const returnTo = site.welcome;
    const path = '/api/auth/kakao/link/authorize';
    const { body } = await someone.call('POST', path, { returnTo });
    await someone.page.goto(body.authorizeUrl);
    await someone.choose('emoji');
    await someone.page.waitForURL(site.welcome);
    const linked = await someone.call('POST', '/api/auth/refresh');
    expect(linked.body.user).toMatchObject({
      username: 'linking',
      providers: ['local', 'kakao'],
    });
  });
});
