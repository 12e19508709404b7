import type {
  EndpointName,
  FaultName,
} from '../src/dev/kakao-emulator/index.js';
import {
  FRONT_END_REDIRECT,
  type KakaoTestServer,
  startServerWithKakao,
} from './support/kakao.js';
import {
  byBothTokens,
  byCode,
  byIdToken,
  DOORS,
  exchange,
  LINK_PATH,
  outcomeOf,
  passTime,
  pkce,
  type Proof,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';
import type { Answer } from './support/test-client.js';

const WEBHOOK = '/api/auth/kakao/webhooks/unlink';

describe('the log of a bad day at Kakao, at level trace', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  const secrets: string[] = [];
  const answers: Answer[] = [];
  beforeAll(async () => {
    all = await startServerWithKakao({ LOG_LEVEL: 'trace' });
    ({ server, kakao } = all);
    await live();
  });
  afterAll(() => all.close());

  it('holds no secret, key, code or token, and no header or nonce', () => {
    const { clientSecret, adminKey } = kakao.app;
    const log = server.log.join('\n');
    expect(secrets.length).toBeGreaterThan(30);
    for (const secret of [...secrets, clientSecret, adminKey]) {
      expect(secret.length).toBeGreaterThan(7);
      expect(log).not.toContain(secret);
    }
    expect(log).not.toMatch(/eyJ[\w-]{10}|KakaoAK|bearer /i);
    expect(kakao.wrongdoings).toEqual([]);
  });

  it('tells why each login failed that was nobody’s fault here', () => {
    const failed = answers.filter(({ status }) => status === 503);
    expect(failed.length).toBeGreaterThan(10);
    const lines = server.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === 'kakao_unavailable');
    expect(lines.map(({ reqId }) => reqId)).toEqual(
      failed.map(({ body }) => body.requestId),
    );
    for (const { err } of lines)
      expect(JSON.stringify(err)).toMatch(/Kakao|JWKS/);
  });

  it('and no answer tells more than its code', () => {
    const { clientSecret, adminKey } = kakao.app;
    for (const { status, text } of answers) {
      for (const secret of [...secrets, clientSecret, adminKey])
        if (status !== 200) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/KOE\d|127\.0\.0\.1|undici|jose|at \//);
    }
  });

  async function live(): Promise<void> {
    for (const [, door] of DOORS) {
      await send(door(kakao, 'minsu'));
      await send({ ...door(kakao, 'minsu'), more: 'unknown' });
    }
    const terms = {
      redirectUri: FRONT_END_REDIRECT,
      nonce: 'nonce-of-the-log',
    };
    const { codeVerifier, codeChallenge } = pkce();
    const code = () => kakao.issueCode('minsu', { ...terms, codeChallenge });
    await send({ ...terms, code: code(), codeVerifier });
    await send({ ...terms, code: code(), codeVerifier: 'wrong-verifier' });
    await send({ code: code(), redirectUri: 'http://evil.example' });
    await send({ ...byCode(kakao, 'minsu'), code: 'a-code-of-nobody' });
    await send({ accessToken: 'an-access-token-of-nobody' });
    await send({ idToken: kakao.signIdToken('minsu', { signer: 'stranger' }) });
    await fail('token', byCode, [
      '500',
      'garbage',
      'refuse',
      'quota-400',
      'huge',
    ]);
    await fail('me', byCode, [
      'html',
      'redirect',
      '-1',
      '-401',
      'null',
      'no-id',
    ]);
    await fail('jwks', byIdToken, ['500', 'garbage', 'null']);
    await fail('access-token-info', byBothTokens, ['429', '-9798', 'garbage']);
    await unlinkings();
  }

  async function fail(
    endpoint: EndpointName,
    door: typeof byCode,
    faults: FaultName[],
  ): Promise<void> {
    for (const fault of faults) {
      passTime(all, 60_000);
      if (endpoint === 'jwks') kakao.rotateKeys();
      kakao.setFault(endpoint, fault);
      await send(door(kakao, 'minsu'));
      kakao.clearFaults();
    }
  }

  async function unlinkings(): Promise<void> {
    const person = server.client();
    await person.register();
    await send(byIdToken(kakao, 'emoji'), (proof) =>
      person.post(LINK_PATH, proof),
    );
    for (const fault of ['500', 'garbage'] as const) {
      kakao.setFault('unlink', fault);
      answers.push(await person.send(LINK_PATH, { method: 'DELETE' }));
    }
    const url = server.url + WEBHOOK;
    for (const method of ['GET', 'form', 'json'] as const)
      for (const authorization of [undefined, 'KakaoAK wrong-admin-key']) {
        const given = authorization && { authorization };
        await kakao.sendUnlinkWebhook('minsu', { url, method, ...given });
      }
    secrets.push('wrong-admin-key');
  }

  async function send(
    proof: Proof,
    by: (proof: Proof) => Promise<Answer> = (body) => exchange(server, body),
  ): Promise<void> {
    for (const [name, value] of Object.entries(proof))
      if (!['redirectUri', 'more'].includes(name)) secrets.push(value);
    const answer = await by(proof);
    expect(outcomeOf(answer)).toMatch(
      /^(200|400 .*|401 kakao_.*|503 kakao_.*)$/,
    );
    answers.push(answer);
  }
});

it.each([
  ['client id', 'KOE101', { KAKAO_CLIENT_ID: 'mistyped-client-id' }],
  ['client secret', 'KOE010', { KAKAO_CLIENT_SECRET: 'mistyped-secret' }],
])(
  'of a mistyped %s the log tells the code, and not what was typed',
  async (_name, code, env) => {
    const all = await startServerWithKakao(env);
    const { server, kakao } = all;
    const proof = byCode(kakao, 'minsu');
    expect(outcomeOf(await exchange(server, proof))).toBe(
      '503 kakao_unavailable',
    );
    const log = server.log.join('\n');
    expect(log).toContain(code);
    for (const secret of [...Object.values(env), proof.code!])
      expect(log).not.toContain(secret);
    expect(kakao.wrongdoings).toEqual([]);
    await all.close();
  },
);
