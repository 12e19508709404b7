import {
  complaints,
  configOf,
  productionConfigOf,
} from '../../test/support/doctored.js';
import { cookieFindings } from './cookie-findings.js';

describe('the refresh cookie', () => {
  it('is sent where the server serves its own pages', () => {
    expect(complaints(cookieFindings(configOf()))).toEqual([]);
    expect(complaints(cookieFindings(productionConfigOf()))).toEqual([]);
  });

  it('is shown with the flags it is set with', () => {
    const [plain] = cookieFindings(configOf({ COOKIE_SAMESITE: 'lax' }));
    expect(plain!.en).toContain(': refresh_token; HttpOnly; SameSite=lax');
    const [secure] = cookieFindings(productionConfigOf());
    expect(secure!.en).toContain(
      ': __Host-refresh_token; HttpOnly; Secure; SameSite=strict',
    );
  });

  it('is sent from another port and from a sibling of the domain', () => {
    const local = configOf({ FRONTEND_ORIGINS: 'http://localhost:5173' });
    expect(complaints(cookieFindings(local))).toEqual([]);
    const web = productionConfigOf({ WEB_URL: 'https://munjigi.test' });
    expect(complaints(cookieFindings(web))).toEqual([]);
  });

  it.each(['strict', 'lax'])(
    'is not sent from another site with SameSite=%s: none is needed',
    (COOKIE_SAMESITE) => {
      const config = productionConfigOf({
        COOKIE_SAMESITE,
        WEB_URL: 'https://www.example.com',
      });
      expect(complaints(cookieFindings(config))).toEqual([
        ['broken', 'COOKIE_SAMESITE=none'],
      ]);
    },
  );

  it('is sent from another site with SameSite=none, but not by every browser', () => {
    const config = productionConfigOf({
      COOKIE_SAMESITE: 'none',
      WEB_URL: 'https://www.example.com',
      FRONTEND_ORIGINS: 'https://minsu.github.io',
    });
    expect(complaints(cookieFindings(config))).toEqual([
      ['warning', 'PUBLIC_URL=https://api.example.com'],
      [
        'warning',
        'PUBLIC_URL=https://api.example.com\nWEB_URL=https://app.example.com',
      ],
    ]);
  });

  it.each([
    [productionConfigOf, 'WEB_URL=https://api.munjigi.test'],
    [configOf, 'PUBLIC_URL=http://localhost:3000\nCOOKIE_SAMESITE=strict'],
  ])(
    'is not to be SameSite=none for a page on the own computer (%#)',
    (read, fix) => {
      const config = read({
        COOKIE_SAMESITE: 'none',
        PUBLIC_URL: 'https://api.munjigi.test',
        WEB_URL: 'http://localhost:5173',
      });
      expect(complaints(cookieFindings(config))).toEqual([['warning', fix]]);
    },
  );

  it('needs no SameSite=none where every front end is on its site', () => {
    const config = productionConfigOf({
      COOKIE_SAMESITE: 'none',
      WEB_URL: 'https://munjigi.test',
    });
    expect(complaints(cookieFindings(config))).toEqual([
      ['warning', 'COOKIE_SAMESITE=strict'],
    ]);
  });
});

describe('a front end that the cookie does not reach', () => {
  it.each([
    [
      'on 127.0.0.1 moves to localhost, on its port',
      { FRONTEND_ORIGINS: 'http://localhost:8081,http://127.0.0.1:5173' },
      'FRONTEND_ORIGINS=http://localhost:8081,http://localhost:5173',
    ],
    [
      'on https of this computer moves to the scheme of the server',
      { WEB_URL: 'https://localhost:5173' },
      'WEB_URL=http://localhost:5173',
    ],
    [
      'opened by a phone at home has the server beside it',
      { WEB_URL: 'http://192.168.0.5:5173' },
      'PUBLIC_URL=http://192.168.0.5:3000\nHOST=0.0.0.0',
    ],
    [
      'on this computer has the server there as well',
      {
        PUBLIC_URL: 'https://munjigi.ngrok.app',
        WEB_URL: 'http://localhost:5173',
      },
      'PUBLIC_URL=http://localhost:3000',
    ],
    [
      'on https of the site has the server on https',
      { PUBLIC_URL: 'http://api.example.com', WEB_URL: 'https://example.com' },
      'PUBLIC_URL=https://api.example.com',
    ],
    [
      'on https elsewhere has the server on https, with none',
      { PUBLIC_URL: 'http://api.munjigi.test', WEB_URL: 'https://example.com' },
      'PUBLIC_URL=https://api.munjigi.test\nCOOKIE_SAMESITE=none',
    ],
  ])('%s', (_behaviour, env, fix) => {
    expect(complaints(cookieFindings(configOf(env)))).toEqual([
      ['broken', fix],
    ]);
  });

  it.each([
    [
      'on plain http of the site moves to https',
      { WEB_URL: 'http://www.munjigi.test' },
      'WEB_URL=https://www.munjigi.test',
    ],
    [
      'on plain http elsewhere moves to https, with none',
      { FRONTEND_ORIGINS: 'http://example.com' },
      'FRONTEND_ORIGINS=https://example.com\nCOOKIE_SAMESITE=none',
    ],
    [
      'left over from development goes',
      { FRONTEND_ORIGINS: 'https://munjigi.test,http://localhost:5173' },
      'FRONTEND_ORIGINS=https://munjigi.test',
    ],
    [
      'left over from development as WEB_URL gives way to the server',
      { WEB_URL: 'http://localhost:5173' },
      'WEB_URL=https://api.munjigi.test',
    ],
  ])('in production, %s', (_behaviour, env, fix) => {
    expect(complaints(cookieFindings(productionConfigOf(env)))).toEqual([
      ['broken', fix],
    ]);
  });
});
