import { createSecretKey, randomUUID } from 'node:crypto';
import { Clock } from '../../common/clock.js';
import type { Config } from '../../config/config.js';
import { RefreshTokens, type VerifiedRefreshToken } from './refresh-token.js';

const key = (text: string) =>
  createSecretKey(Buffer.from(text.padEnd(32, '.')));
const OLD = key('old');
const NEW = key('new');
const SALT = 'c2FsdHNhbHRzYWx0c2FsdA';
// Made by jsonwebtoken.
const HEADER = 'eyJhbGciOiJIUzI1NiIsInR5cCI6InJ0K2p3dCJ9';
const SAME_CLAIMS =
  'eyJpc3MiOiJodHRwOi8vbG9jYWxob3N0OjMwMDAiLCJhdWQiOiJtdW5qaWdpIiwic3ViIjoiNGI4ZTNjNWEtMGQxZi00YTY3LTljMmItMWU1ZjdhOWQzYzEwIiwic2lkIjoiOWYwZDJhNGMtNmI4ZS00ZDEzLThhNWMtN2UyZjRiNmQ4YTkwIiwiaWF0IjoxNzY3MjI1';
const PRESENTED = `${HEADER}.${SAME_CLAIMS}NjAwLCJleHAiOjE3Njc4MzA0MDAsImp0aSI6IkFBRUNBd1FGQmdjSUNRb0xEQTBPRHciLCJhdXRoX3RpbWUiOjE3NjcyMjUwMDB9.E_khBjWrD3GjKzYIhsxJGKI-Tk9D7SJ2o5NEDKzOY9M`;
const SUCCESSOR = `${HEADER}.${SAME_CLAIMS}NzAwLCJleHAiOjE3Njc4MzA1MDAsImp0aSI6IldONlkySXFEZ3VkdGtFRUVxcHA1eFEiLCJhdXRoX3RpbWUiOjE3NjcyMjUwMDB9.0IeMD9KAScAFgCIamTT8N-6tE-KIQHxrjC1BB3rPfkU`;

function tokensWith(...refreshSecrets: (typeof OLD)[]): RefreshTokens {
  const config = { refreshSecrets, publicUrl: 'http://localhost:3000' };
  return new RefreshTokens(config as unknown as Config, new Clock());
}

describe('the successor of a refresh token', () => {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, exp: now + 1_000 };
  const claims = {
    sub: randomUUID(),
    sid: randomUUID(),
    authTime: now - 50,
    ...times,
  };
  const tokens = tokensWith(OLD);
  let presented: VerifiedRefreshToken;
  beforeEach(() => {
    presented = tokens.verify(tokens.first(claims));
  });
  afterEach(() => vi.restoreAllMocks());

  it('is the same every time, in every process that has the secret', () => {
    const successor = tokens.successor(presented, SALT, times);
    expect(tokens.successor(presented, SALT, times)).toBe(successor);
    const elsewhere = tokensWith(OLD);
    const seenThere = elsewhere.verify(presented.token);
    expect(elsewhere.successor(seenThere, SALT, times)).toBe(successor);
  });

  it('is the same in every version of the server, letter for letter', () => {
    // While a new version is rolled out, racers may get theirs from the old one and the new.
    vi.spyOn(Clock.prototype, 'now').mockReturnValue(1_767_225_600_000);
    const seen = tokens.verify(PRESENTED);
    const next = { iat: 1_767_225_700, exp: 1_767_830_500 };
    expect(tokens.successor(seen, SALT, next)).toBe(SUCCESSOR);
  });

  it('differs by salt, by token, by secret and by times', () => {
    const other = tokens.verify(tokens.first(claims));
    const foreign = tokensWith(NEW);
    const successors = [
      tokens.successor(presented, SALT, times),
      tokens.successor(presented, `${SALT}A`, times),
      tokens.successor(other, SALT, times),
      tokens.successor({ ...presented, secret: NEW }, SALT, times),
      foreign.successor(presented, SALT, times),
      tokens.successor(presented, SALT, { ...times, exp: times.exp + 1 }),
    ];
    expect(new Set(successors).size).toBe(successors.length);
    const ids = successors.slice(0, 4).map((token) => jtiOf(token));
    expect(new Set(ids).size).toBe(4);
  });

  it('is of the same user and session, which began when it began', () => {
    const token = tokens.successor(presented, SALT, times);
    const { jti, ...others } = tokens.verify(token).claims;
    expect(others).toEqual(claims);
    expect(jti).toMatch(/^[\w-]{22}$/);
    expect(jti).not.toBe(presented.claims.jti);
  });

  it('comes from the secret that verified, and is signed by the first of the list', () => {
    const rotating = tokensWith(NEW, OLD);
    const seen = rotating.verify(presented.token);
    expect(seen.secret.equals(OLD)).toBe(true);
    const token = rotating.successor(seen, SALT, times);
    expect(jtiOf(token)).toBe(jtiOf(tokens.successor(presented, SALT, times)));
    expect(tokensWith(NEW).verify(token).claims.sid).toBe(claims.sid);
    expect(() => tokensWith(OLD).verify(token)).toThrow();
  });

  it('cannot be told from the salt without the secret', () => {
    const token = tokens.successor(presented, SALT, times);
    expect(token).not.toContain(SALT);
    expect(jtiOf(token)).not.toContain(SALT.slice(0, 10));
  });

  it('is hashed whole: a change in its last letter changes all', () => {
    const token = tokens.successor(presented, SALT, times);
    const end = token.endsWith('A') ? 'B' : 'A';
    const changed = token.slice(0, -1) + end;
    expect(tokens.hash(token)).toMatch(/^[\w-]{43}$/);
    expect(tokens.hash(changed)).not.toBe(tokens.hash(token));
  });
});

function jtiOf(token: string): string {
  const [, payload] = token.split('.');
  return JSON.parse(Buffer.from(payload!, 'base64url').toString()).jti;
}
