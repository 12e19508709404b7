import type { MunjigiClient, User } from '../src/index.js';
import type { FakeBrowser } from './fake-browser.js';

export const PASSWORD = 'correct horse battery';
let names = 0;

export const newName = () => `client-${(names += 1)}`;

/** Somebody with an account of their own, just registered in a tab of this browser. */
export async function loggedInWith(browser: FakeBrowser) {
  const client = browser.openTab();
  const username = newName();
  await client.register({ username, password: PASSWORD });
  return { browser, client, username };
}

export const me = (client: MunjigiClient) => client.call<User>('/api/users/me');
