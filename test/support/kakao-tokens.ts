import { createHash, randomBytes } from 'node:crypto';
import { IdentitiesRepository } from '../../src/auth/identities/identities.repository.js';
import type {
  KakaoEmulator,
  KakaoPerson,
} from '../../src/dev/kakao-emulator/index.js';
import { begin, query } from './databases.js';
import { FRONT_END_REDIRECT } from './kakao.js';
import type { TestServer } from './server.js';
import type { Answer, TestClient } from './test-client.js';

export const KAKAO_PATH = '/api/auth/kakao';
export const LINK_PATH = '/api/auth/kakao/link';

export type Proof = Readonly<Record<string, string>>;
export type Door = (kakao: KakaoEmulator, person: string) => Proof;

export const byCode: Door = (kakao, person) => ({
  code: kakao.issueCode(person, { redirectUri: FRONT_END_REDIRECT }),
  redirectUri: FRONT_END_REDIRECT,
});

export const byAccessToken: Door = (kakao, person) => ({
  accessToken: kakao.tokenForSdk(person).accessToken,
});

export const byIdToken: Door = (kakao, person) => ({
  idToken: kakao.signIdToken(person),
});

export const byBothTokens: Door = (kakao, person) => {
  const { accessToken, idToken } = kakao.tokenForSdk(person);
  return { accessToken, idToken: idToken! };
};

/** Every way a front end can show who somebody is, for `it.each`. */
export const DOORS: readonly (readonly [name: string, door: Door])[] = [
  ['a code', byCode],
  ['an access token', byAccessToken],
  ['an id_token', byIdToken],
  ['an id_token with an access token', byBothTokens],
];

/** Somebody without cookies sends it. */
export function exchange(
  server: TestServer,
  proof: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return server.client().post(KAKAO_PATH, proof, headers);
}

/** A front end that is logged in with Kakao. */
export async function loggedIn(
  server: TestServer,
  proof: Proof,
): Promise<TestClient> {
  const client = server.client();
  const { status } = await client.post(KAKAO_PATH, proof);
  expect(status).toBe(200);
  return client;
}

/** The outcome in short: `200`, or the status and the code of the refusal. */
export function outcomeOf({ status, body }: Answer): string {
  return body?.code ? `${status} ${body.code}` : String(status);
}

/** Expects a refusal that opened nothing. */
export function expectRefused(answer: Answer, outcome: string): void {
  expect(outcomeOf(answer)).toBe(outcome);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(answer.text).not.toContain('oken":');
}

/** A PKCE verifier and its S256 challenge. */
export function pkce(): { codeVerifier: string; codeChallenge: string } {
  const codeVerifier = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(codeVerifier);
  return { codeVerifier, codeChallenge: hash.digest('base64url') };
}

let lastId = 5_000_000_000;

/** Somebody at Kakao whom no other test knows. */
export function newPerson(
  kakao: KakaoEmulator,
  more: Partial<KakaoPerson> = {},
): string {
  lastId += 1;
  const name = `person-${lastId}`;
  const about = { ko: name, en: name };
  kakao.putPerson({
    name,
    id: String(lastId),
    about,
    nickname: '새사람',
    ...more,
  });
  return name;
}

export function idOf(kakao: KakaoEmulator, name: string): string {
  return kakao.people.find((person) => person.name === name)!.id;
}

/** Whose account a member number opens. */
export async function ownersOf(
  server: TestServer,
  kakaoId: string,
): Promise<string[]> {
  const rows = await query<{ user_id: string }>(
    server.databaseUrl,
    `SELECT user_id FROM identities WHERE provider = 'kakao' AND provider_user_id = $1`,
    [kakaoId],
  );
  return rows.map((row) => row.user_id);
}

/** All that a login or a link could have changed. */
export async function everything(server: TestServer): Promise<unknown> {
  const [row] = await query(
    server.databaseUrl,
    `SELECT (SELECT json_agg(users ORDER BY id) FROM users) AS users,
       (SELECT json_agg(identities ORDER BY provider_user_id) FROM identities) AS identities`,
  );
  return row;
}

export async function disable(
  server: TestServer,
  userId: string,
): Promise<void> {
  await query(
    server.databaseUrl,
    `UPDATE users SET status = 'disabled', refresh_tokens = '{}' WHERE id = $1`,
    [userId],
  );
}

/** Time passes, for the server and for Kakao. */
export function passTime(
  { server, kakao }: { server: TestServer; kakao: KakaoEmulator },
  milliseconds: number,
): void {
  server.clock.advance(milliseconds);
  kakao.advanceClock(milliseconds);
}

/** Half of the server's connections, so that other statements get through. */
const WRITERS = 5;

/**
 * Holds back what `act` writes until several have read that nobody is there yet: a race that all but one lose, every
 * time. Who writes waits for the table's lock, and for that a second at most: so they gather before.
 */
export async function raceToWrite<T>(
  server: TestServer,
  act: () => Promise<T>,
): Promise<T> {
  const gathering = gatherAtRegister(server);
  try {
    const table = await begin(server.databaseUrl, 'LOCK TABLE audit_events');
    const acting = act();
    await gathering.done;
    await table.commitOnceAwaited(WRITERS);
    return await acting;
  } finally {
    gathering.end();
  }
}

/** Lets people be written once several have come to that. */
function gatherAtRegister(server: TestServer) {
  const repository = server.app.get(IdentitiesRepository);
  const register = repository.register.bind(repository);
  let arrived = 0;
  let open = () => {};
  const done = new Promise<void>((resolve) => (open = resolve));
  const spy = vi
    .spyOn(repository, 'register')
    .mockImplementation(async (...person) => {
      if (++arrived === WRITERS) open();
      await done;
      return register(...person);
    });
  return { done, end: () => spy.mockRestore() };
}
