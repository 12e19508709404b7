import { randomBytes } from 'node:crypto';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // The tests say what they expect of it.
  // eslint-disable-next-line
  readonly body: any;
}

export interface Send {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Somebody with a browser: a cookie jar, and the access token in memory. */
export class TestClient {
  readonly cookies = new Map<string, string>();
  accessToken: string | undefined;
  username = '';
  password = '';

  constructor(readonly url: string) {}

  /** Sends a request with the jar's cookies and the access token; keeps what comes back. */
  async send(
    path: string,
    { method, body, headers = {} }: Send = {},
  ): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.cookies.size > 0 && { cookie: this.cookieHeader() }),
        ...(this.accessToken && {
          authorization: `Bearer ${this.accessToken}`,
        }),
        ...headers,
      },
      redirect: 'manual',
    });
    this.keepCookies(response.headers.getSetCookie());
    const text = await response.text();
    const isJson = response.headers
      .get('content-type')
      ?.startsWith('application/json');
    const parsed = isJson && text ? JSON.parse(text) : undefined;
    if (response.ok && parsed?.accessToken)
      this.accessToken = parsed.accessToken;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: parsed,
    };
  }

  post(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer> {
    return this.send(path, { method: 'POST', body, headers });
  }

  /** Registers somebody new. */
  async register(more: Record<string, unknown> = {}): Promise<Answer> {
    this.username = `user-${randomBytes(5).toString('hex')}`;
    this.password = 'correct horse battery';
    const body = { username: this.username, password: this.password, ...more };
    return this.post('/api/auth/register', body);
  }

  login(username = this.username, password = this.password): Promise<Answer> {
    return this.post('/api/auth/login', { username, password });
  }

  refresh(): Promise<Answer> {
    return this.post('/api/auth/refresh');
  }

  me(): Promise<Answer> {
    return this.send('/api/users/me');
  }

  get refreshToken(): string | undefined {
    return this.cookies.get('refresh_token');
  }

  /** Somebody who has a copy of this one's cookies, such as another tab or a thief. */
  copy(): TestClient {
    const copy = new TestClient(this.url);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return Object.assign(copy, {
      accessToken: this.accessToken,
      username: this.username,
      password: this.password,
    });
  }

  private cookieHeader(): string {
    return [...this.cookies]
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
  }

  private keepCookies(lines: string[]): void {
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (/max-age=0/i.test(line)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
  }
}
