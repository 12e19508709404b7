import {
  complaints,
  configOf,
  KAKAO_APP,
  productionConfigOf,
} from '../../test/support/doctored.js';
import { kakaoFindings } from './kakao-findings.js';

const complaintsOf = (env: Record<string, string>) =>
  complaints(kakaoFindings(configOf({ ...KAKAO_APP, ...env })));

describe('Kakao Login', () => {
  it('is emulated in development and off in production without an app', () => {
    const [emulated, ...noMore] = kakaoFindings(configOf());
    expect(emulated).toMatchObject({ level: 'fine' });
    expect(emulated!.en).toContain('an emulator stands in');
    expect(noMore).toEqual([]);
    const [off] = kakaoFindings(productionConfigOf());
    expect(off).toMatchObject({ level: 'fine' });
    expect(off!.en).toContain('Kakao Login is off');
  });

  it.each([
    [{}, 'https://api.munjigi.test/api/auth/kakao/callback'],
    [KAKAO_APP, 'https://api.munjigi.test/api/auth/kakao/callback'],
  ])('names the redirect URI that Kakao has to know', (env, uri) => {
    const [first] = kakaoFindings(productionConfigOf(env));
    expect(first!.fix).toMatch(new RegExp(`Redirect URI: ${uri}$`));
  });

  it('has nothing to complain about where all keys are in place', () => {
    const keys = `${'c'.repeat(32)},${'D'.repeat(32)}`;
    expect(complaintsOf({ KAKAO_CLIENT_IDS: keys })).toEqual([]);
  });

  it('cannot unlink without an admin key', () => {
    expect(complaintsOf({ KAKAO_ADMIN_KEY: '' })).toEqual([
      ['warning', 'KAKAO_ADMIN_KEY=<admin key>'],
    ]);
  });

  it('should be at Kakao in production', () => {
    const elsewhere = { KAKAO_AUTH_URL: 'http://localhost:3000/dev/kakao' };
    expect(complaintsOf(elsewhere)).toEqual([]);
    const config = productionConfigOf({ ...KAKAO_APP, ...elsewhere });
    expect(complaints(kakaoFindings(config))).toEqual([
      ['warning', 'KAKAO_AUTH_URL=https://kauth.kakao.com'],
    ]);
  });
});

describe('keys of a Kakao app', () => {
  const { KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, KAKAO_ADMIN_KEY } = KAKAO_APP;

  it.each([
    [
      'the secret is the REST API key',
      { KAKAO_CLIENT_SECRET: KAKAO_CLIENT_ID },
      'KAKAO_CLIENT_SECRET=<client secret>\nKAKAO_CLIENT_ID=<REST API key>',
    ],
    [
      'the admin key is the REST API key',
      { KAKAO_ADMIN_KEY: KAKAO_CLIENT_ID },
      'KAKAO_ADMIN_KEY=<admin key>\nKAKAO_CLIENT_ID=<REST API key>',
    ],
    [
      'the secret is the admin key',
      { KAKAO_CLIENT_SECRET: KAKAO_ADMIN_KEY },
      'KAKAO_ADMIN_KEY=<admin key>\nKAKAO_CLIENT_SECRET=<client secret>',
    ],
    [
      'the admin key is among the audiences',
      { KAKAO_CLIENT_IDS: `${'c'.repeat(32)},${KAKAO_ADMIN_KEY}` },
      'KAKAO_CLIENT_IDS=<JavaScript and native app keys>\nKAKAO_ADMIN_KEY=<admin key>',
    ],
  ])('are confused where %s', (_confusion, env, fix) => {
    expect(complaintsOf(env)).toEqual([['broken', fix]]);
  });

  it('are confused where the secret is among the audiences, and do not look like keys there', () => {
    const complained = complaintsOf({ KAKAO_CLIENT_IDS: KAKAO_CLIENT_SECRET });
    expect(complained.map(([level]) => level)).toEqual(['broken', 'warning']);
  });

  it('may be repeated where that does no harm', () => {
    expect(complaintsOf({ KAKAO_CLIENT_IDS: KAKAO_CLIENT_ID })).toEqual([]);
  });

  it.each([
    ['KAKAO_CLIENT_ID', '1234567', 'REST API key'],
    ['KAKAO_ADMIN_KEY', `${KAKAO_ADMIN_KEY}0`, 'admin key'],
    ['KAKAO_CLIENT_IDS', 'munjigi', 'JavaScript and native app keys'],
  ])('%s may not be one: %s', (name, value, kind) => {
    expect(complaintsOf({ [name]: value })).toEqual([
      ['warning', `${name}=<${kind}>`],
    ]);
  });
});
