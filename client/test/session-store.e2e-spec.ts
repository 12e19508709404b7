import type { Tokens } from '../src/index.js';
import { sessionOf } from '../src/session.js';
import { SessionStore } from '../src/session-store.js';

describe('what a tab knows of the login', () => {
  it('takes the login of another tab, though its access token names no session', () => {
    const tokens = { user: { id: 'u' }, accessToken: 'opaque', expiresIn: 600 };
    const store = new SessionStore();
    store.setIfNewer(sessionOf(tokens as Tokens));
    expect(store.state?.user.id).toBe('u');
  });
});
