import {
  KakaoBrowser,
  type KakaoEmulator,
  type RunningKakaoEmulator,
  startKakaoEmulator,
} from './index.js';

const CALLBACK = 'http://localhost:3000/callback';

let running: RunningKakaoEmulator;
let kakao: KakaoEmulator;
let browser: KakaoBrowser;

beforeAll(async () => {
  running = await startKakaoEmulator();
  kakao = running.emulator;
  kakao.registerRedirectUri(CALLBACK);
  kakao.app.logoutRedirectUris.push('http://localhost:3000/bye?a=b');
});
beforeEach(() => {
  kakao.reset();
  browser = new KakaoBrowser();
});
afterAll(() => running.close());

function authorizeUrl(changes: Record<string, string | undefined> = {}) {
  const fields = {
    client_id: kakao.app.restKey,
    redirect_uri: CALLBACK,
    response_type: 'code',
    state: 'state-1',
    nonce: 'nonce-1',
    ...changes,
  };
  const given = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return `${running.url}/oauth/authorize?${new URLSearchParams(given)}`;
}

function queryOf(location: string | undefined) {
  return Object.fromEntries(new URL(location ?? '').searchParams);
}

describe('a misconfigured client gets an error page and no redirect', () => {
  const second = 'http://localhost:3000/callback/';
  const cases: [string, string, () => Record<string, string | undefined>][] = [
    ['no client_id', 'KOE101', () => ({ client_id: undefined })],
    ['an unknown key', 'KOE101', () => ({ client_id: 'nobody' })],
    ['the admin key', 'KOE008', () => ({ client_id: kakao.app.adminKey })],
    ['no redirect_uri', 'KOE006', () => ({ redirect_uri: undefined })],
    ['another slash', 'KOE006', () => ({ redirect_uri: second })],
    [
      'the address of another key',
      'KOE006',
      () => ({ client_id: kakao.app.javascriptKey }),
    ],
    ['no response_type', 'KOE201', () => ({ response_type: undefined })],
    ['response_type=token', 'KOE202', () => ({ response_type: 'token' })],
    ['a disabled scope', 'KOE205', () => ({ scope: 'openid,friends' })],
    ['a plain challenge', 'KOE204', () => ({ code_challenge: 'x' })],
  ];
  it.each(cases)('%s: %s', async (_what, code, changes) => {
    const response = await fetch(authorizeUrl(changes()), {
      redirect: 'manual',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain(code);
  });

  it('asks client_id before redirect_uri before the rest', async () => {
    const wrong = { redirect_uri: 'x', response_type: 'x', scope: 'x' };
    await browser.open(authorizeUrl({ client_id: 'x', ...wrong }));
    expect(browser.page).toContain('KOE101');
    await browser.open(authorizeUrl(wrong));
    expect(browser.page).toContain('KOE006');
    await browser.open(authorizeUrl({ response_type: 'x', scope: 'x' }));
    expect(browser.page).toContain('KOE201');
  });
});

describe('the consent page', () => {
  it('lists everybody and says that it is not the real Kakao', async () => {
    await browser.open(authorizeUrl());
    for (const { name } of kakao.people)
      expect(browser.page).toContain(`data-person="${name}"`);
    expect(browser.page).toContain('진짜 카카오가 아닙니다');
    expect(browser.page).toContain('not the real Kakao');
  });

  it('escapes nicknames and the query, and runs no script', async () => {
    await browser.open(authorizeUrl({ state: '"><script>x</script>' }));
    expect(browser.page).not.toContain('<script');
    for (const sign of ['\u0000', '\u0007', '\u202E'])
      expect(browser.page).not.toContain(sign);
    const policy = (await fetch(authorizeUrl())).headers.get(
      'content-security-policy',
    );
    expect(policy).toContain("default-src 'none'");
  });

  it('sends whoever is chosen back with a code and the state', async () => {
    await browser.open(authorizeUrl({ state: 'ㄱ &+=' }));
    expect(kakao.isLinked('emoji')).toBe(false);
    const location = await browser.choose('emoji');
    expect(location.startsWith(`${CALLBACK}?code=`)).toBe(true);
    expect(queryOf(location)).toEqual({
      code: expect.any(String),
      state: 'ㄱ &+=',
    });
    expect(kakao.isLinked('emoji')).toBe(true);
  });

  it('says access_denied on cancel, with blanks as %20', async () => {
    await browser.open(authorizeUrl());
    expect(await browser.cancel()).toBe(
      `${CALLBACK}?error=access_denied&error_description=User%20denied%20access&state=state-1`,
    );
  });

  it('can leave the state out on cancel', async () => {
    const other = await startKakaoEmulator({ stateOnCancel: false });
    other.emulator.registerRedirectUri(CALLBACK);
    await browser.open(authorizeUrl().replace(running.url, other.url));
    expect(queryOf(await browser.cancel())).not.toHaveProperty('state');
    await other.close();
  });

  it('knows nobody of another name', async () => {
    const response = await fetch(
      authorizeUrl({ emulator_person: 'x' }).replace('?', '/choose?'),
    );
    expect(response.status).toBe(400);
  });
});

describe('the second time', () => {
  beforeEach(() => browser.logIn(authorizeUrl(), 'minsu'));

  it('is silent in the same browser', async () => {
    expect(queryOf(await browser.open(authorizeUrl()))).toHaveProperty('code');
  });

  it('can ask all the same, but not for prompt=none', async () => {
    const asking = await startKakaoEmulator({ alwaysAsks: true });
    asking.emulator.registerRedirectUri(CALLBACK);
    const at = (more = {}) =>
      authorizeUrl(more).replace(running.url, asking.url);
    await browser.logIn(at(), 'minsu');
    expect(await browser.open(at())).toBeUndefined();
    expect(queryOf(await browser.open(at({ prompt: 'none' })))).toHaveProperty(
      'code',
    );
    await asking.close();
  });

  it.each(['login', 'select_account', 'create'])(
    'shows the page for prompt=%s',
    async (prompt) => {
      expect(await browser.open(authorizeUrl({ prompt }))).toBeUndefined();
    },
  );

  it.each(['none,login', 'login none '])(
    'reads prompts: "%s"',
    async (prompt) => {
      expect(await browser.open(authorizeUrl({ prompt }))).toBeUndefined();
    },
  );

  it('shows the page in another browser', async () => {
    const other = new KakaoBrowser();
    expect(await other.open(authorizeUrl())).toBeUndefined();
  });

  it('shows the page a day later', async () => {
    kakao.advanceClock(25 * 3600_000);
    expect(await browser.open(authorizeUrl())).toBeUndefined();
  });

  it('asks for a scope that had been refused, comma or blank', async () => {
    for (const scope of ['openid,account_email', 'openid account_email'])
      expect(
        queryOf(await browser.open(authorizeUrl({ scope }))),
      ).toHaveProperty('code');
    kakao.reset();
    browser = new KakaoBrowser();
    await browser.open(authorizeUrl());
    await browser.chooseWithoutEmail('minsu');
    expect(await browser.open(authorizeUrl())).toBeDefined();
    for (const scope of ['openid,account_email', 'openid account_email'])
      expect(await browser.open(authorizeUrl({ scope }))).toBeUndefined();
  });

  it('keeps its cookie from scripts and to itself', async () => {
    const choice = authorizeUrl({ emulator_person: 'minsu' });
    const { headers } = await fetch(choice.replace('?', '/choose?'), {
      redirect: 'manual',
    });
    expect(headers.get('set-cookie')).toMatch(
      /^kakao_emulator_session=[\w-]{32}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax$/,
    );
  });

  it('ends with /oauth/logout, at registered addresses only', async () => {
    const logout = (uri: string) =>
      `${running.url}/oauth/logout?client_id=${kakao.app.restKey}&state=s&logout_redirect_uri=${encodeURIComponent(uri)}`;
    expect(await browser.open(logout('http://evil.example'))).toBeUndefined();
    expect(browser.page).toContain('KOE007');
    expect(await browser.open(logout('http://localhost:3000/bye?a=b'))).toBe(
      'http://localhost:3000/bye?a=b&state=s',
    );
    expect(await browser.open(authorizeUrl())).toBeUndefined();
  });
});

describe('prompt=none', () => {
  it('says login_required to a browser it does not know', async () => {
    const location = await browser.open(authorizeUrl({ prompt: 'none' }));
    expect(queryOf(location)).toMatchObject({
      error: 'login_required',
      state: 'state-1',
    });
  });

  it('says consent_required to somebody who is not linked', async () => {
    await browser.logIn(authorizeUrl(), 'minsu');
    await kakao.sendUnlinkWebhook('minsu', { url: running.url });
    expect(await browser.open(authorizeUrl({ prompt: 'none' }))).toBe(
      `${CALLBACK}?error=consent_required&error_description=user%20consent%20required.&state=state-1`,
    );
  });

  it('brings a code to somebody who is', async () => {
    await browser.logIn(authorizeUrl(), 'minsu');
    const location = await browser.open(authorizeUrl({ prompt: 'none' }));
    expect(queryOf(location)).toHaveProperty('code');
  });
});

it('builds redirects from registered addresses, not from headers', async () => {
  const url = authorizeUrl({ emulator_person: 'minsu' });
  const { headers } = await fetch(url.replace('?', '/choose?'), {
    redirect: 'manual',
    headers: { 'x-forwarded-host': 'evil.example' },
  });
  expect(headers.get('location')).toMatch(/^http:\/\/localhost:3000\/callback/);
});

it('notes a missing state and a missing nonce, and nothing else', async () => {
  await browser.logIn(authorizeUrl(), 'minsu');
  expect(kakao.wrongdoings).toEqual([]);
  await browser.open(authorizeUrl({ state: undefined, nonce: undefined }));
  expect(kakao.wrongdoings).toEqual([
    'Sent a browser to authorize without state.',
    'Sent a browser to authorize without nonce.',
  ]);
});
