import { KakaoBrowser } from '../../src/dev/kakao-emulator/index.js';
import type { Answer, TestClient } from './test-client.js';

/** Where a redirect flow ended. */
export interface Arrival {
  readonly status: number;
  readonly location: string;
  /** The Set-Cookie line of the refresh cookie, if there is one. */
  readonly refreshCookie: string | undefined;
  readonly setCookie: string[];
  readonly headers: Headers;
}

/** Begins a login in a person's browser; anything but a redirect to Kakao is the caller's to look at. */
export function start(
  person: TestClient,
  returnTo?: string,
  headers?: Record<string, string>,
): Promise<Answer> {
  const query = returnTo && `?returnTo=${encodeURIComponent(returnTo)}`;
  return person.send(`/api/auth/kakao${query ?? ''}`, { headers });
}

/** Begins a login; the address at Kakao the browser is sent to. */
export async function depart(
  person: TestClient,
  returnTo?: string,
): Promise<string> {
  const answer = await start(person, returnTo);
  expect(answer.status).toBe(302);
  return answer.headers.get('location')!;
}

/** Begins a linking; the address at Kakao. */
export async function departToLink(
  person: TestClient,
  returnTo = '/account',
): Promise<string> {
  const path = '/api/auth/kakao/link/authorize';
  const answer = await person.post(path, { returnTo });
  expect(answer.status).toBe(200);
  return answer.body.authorizeUrl;
}

/** Opens a callback address, which names PUBLIC_URL, at the server under test. */
export async function arrive(
  person: TestClient,
  callback: string,
): Promise<Arrival> {
  const { pathname, search } = new URL(callback);
  const { status, headers } = await person.send(pathname + search);
  const setCookie = headers.getSetCookie();
  return {
    status,
    location: headers.get('location') ?? '',
    refreshCookie: setCookie.find((line) =>
      /^(__Host-)?refresh_token=/.test(line),
    ),
    setCookie,
    headers,
  };
}

/** Chooses somebody on Kakao's page, in a browser Kakao does not know yet; the callback address. */
export function consent(
  authorizeUrl: string,
  kakaoPerson: string,
): Promise<string> {
  return new KakaoBrowser().logIn(authorizeUrl, kakaoPerson);
}

/** A login by redirect from its beginning to its end. */
export async function logInByRedirect(
  person: TestClient,
  kakaoPerson: string,
  returnTo?: string,
): Promise<Arrival> {
  const authorizeUrl = await depart(person, returnTo);
  return arrive(person, await consent(authorizeUrl, kakaoPerson));
}

/** A linking by redirect from its beginning to its end. */
export async function linkByRedirect(
  person: TestClient,
  kakaoPerson: string,
  returnTo?: string,
): Promise<Arrival> {
  const authorizeUrl = await departToLink(person, returnTo);
  return arrive(person, await consent(authorizeUrl, kakaoPerson));
}

/** An arrival that changed nothing: the browser is told why, and given no session. */
export function expectFailure(
  { status, location, refreshCookie }: Arrival,
  address: string,
): void {
  expect({ status, location, refreshCookie }).toEqual({
    status: 302,
    location: address,
    refreshCookie: undefined,
  });
}

/** The states a browser keeps. */
export function stateCookies(person: TestClient): string[] {
  return [...person.cookies.keys()].filter((name) =>
    name.includes('oauth_state'),
  );
}

/** A parameter of an address. */
export function parameter(address: string, name: string): string {
  return new URL(address).searchParams.get(name) ?? '';
}

export function withParameter(
  address: string,
  name: string,
  value: string | undefined,
): string {
  const url = new URL(address);
  if (value === undefined) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return url.href;
}
