import { MunjigiClient, type TabMessage, type Tabs } from '../src/index.js';

/** What happens to requests on their way: told before each, in order. */
export type Weather =
  'fine' | 'offline' | 'answer lost' | 'bad gateway' | 'busy' | 'hanging';

/**
 * A browser as the client sees one: a cookie jar that all tabs share and no script reads, locks and a channel between
 * tabs, and a network that can fail.
 */
export class FakeBrowser {
  weather: Weather = 'fine';
  /** Whose requests the weather is about. */
  exposed = /./;
  /** Holds back answers of `exposed` until it is over. */
  slow: Promise<void> | undefined;
  /** Requests that were sent off. */
  sent = 0;
  /** Paths that reached the server. */
  readonly seen: string[] = [];
  /** Requests whose answer is held back, and that nobody has given up. */
  held = 0;
  private readonly jar = new Map<string, string>();
  private readonly pages = new WeakMap<MunjigiClient, AbortController>();
  private readonly channel = new Set<(message: TabMessage) => void>();
  private lock: Promise<unknown> = Promise.resolve();
  private locked = 0;

  constructor(
    private readonly url: string,
    private readonly withLocks = true,
  ) {}

  openTab(tabs = this.tabs()): MunjigiClient {
    const page = new AbortController();
    const client = new MunjigiClient({
      baseUrl: this.url,
      fetch: (input, init) => this.fetch(input, init, page.signal),
      tabs,
    });
    this.pages.set(client, page);
    return client;
  }

  /** Closes its page: what it asked for comes to nothing, unless it was to be kept alive. */
  leave(client: MunjigiClient): void {
    this.pages.get(client)!.abort();
    client.close();
  }

  /** A tab that hears nothing of the others, as a frozen one. */
  openDeafTab(): MunjigiClient {
    return this.openTab({ ...this.tabs(), listen: () => {} });
  }

  get cookie(): string | undefined {
    return this.jar.get('refresh_token');
  }

  /** Those who wait for the lock, and who has it. */
  get inLine(): number {
    return this.locked;
  }

  refreshes(): number {
    return this.seen.filter((path) => path === '/api/auth/refresh').length;
  }

  /** What pages call, with the jar's cookies. */
  async fetch(
    input: RequestInfo | URL,
    init?: RequestInit,
    page = new AbortController().signal,
  ): Promise<Response> {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    const weather = this.exposed.test(path) ? this.weather : 'fine';
    if (page.aborted) throw new TypeError('the page is gone');
    this.sent += 1;
    if (weather === 'hanging')
      return this.hold(new Promise<never>(() => {}), request, page);
    if (weather === 'offline') throw new TypeError('fetch failed');
    if (weather === 'busy')
      return Response.json({ code: 'unavailable' }, { status: 503 });
    if (request.credentials === 'include' && this.jar.size > 0)
      request.headers.set(
        'cookie',
        [...this.jar].map((pair) => pair.join('=')).join('; '),
      );
    this.seen.push(path);
    const response = await fetch(request);
    if (this.slow && this.exposed.test(path))
      await this.hold(this.slow, request, page);
    if (weather === 'answer lost' || weather === 'bad gateway') {
      await response.body?.cancel();
      if (weather === 'bad gateway')
        return new Response('<html>', { status: 502 });
      throw new TypeError('terminated');
    }
    if (request.credentials === 'include')
      this.keep(response.headers.getSetCookie());
    return response;
  }

  private async hold<T>(
    until: Promise<T>,
    { signal, keepalive }: Request,
    page: AbortSignal,
  ): Promise<T> {
    this.held += 1;
    try {
      const over = keepalive ? [] : [untilAborted(page)];
      return await Promise.race([until, untilAborted(signal), ...over]);
    } finally {
      this.held -= 1;
    }
  }

  private keep(lines: string[]): void {
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (/Max-Age=0/i.test(line)) this.jar.delete(name!);
      else this.jar.set(name!, value!);
    }
  }

  private tabs(): Tabs {
    let own: ((message: TabMessage) => void) | undefined;
    return {
      alone: this.withLocks
        ? (work, signal) => this.alone(work, signal)
        : (work) => work(false),
      tell: (message) => {
        // A channel hands on copies, later.
        for (const hear of this.channel)
          if (hear !== own)
            setImmediate(() => {
              if (this.channel.has(hear)) hear(structuredClone(message));
            });
      },
      listen: (listener) => {
        own = listener;
        this.channel.add(listener);
      },
      close: () => void (own && this.channel.delete(own)),
    };
  }

  private async alone<T>(
    work: (waited: boolean) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const waited = this.locked > 0;
    this.locked += 1;
    const before = this.lock;
    let leave = () => {};
    const left = new Promise<void>((resolve) => (leave = resolve));
    this.lock = before.then(() => left);
    try {
      await (signal ? Promise.race([before, untilAborted(signal)]) : before);
      return await work(waited);
    } finally {
      this.locked -= 1;
      leave();
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}
