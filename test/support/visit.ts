import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Page,
  Request,
} from 'playwright-core';
import type { KakaoSite } from './kakao-site.js';

interface CallAnswer {
  readonly status: number;
  // The tests say what they expect of it.
  // eslint-disable-next-line
  readonly body: any;
}

/** Somebody at the front end, in a browser that notes where it went and what it complained of. */
export class Visit {
  /** Every address asked for or shown. */
  readonly addresses: string[] = [];
  /** Errors on the emulator's pages, refusals by their policy included. */
  readonly complaints: string[] = [];
  accessToken: string | undefined;
  private readonly referers: Promise<string | null>[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly site: KakaoSite,
  ) {}

  static async start(
    browser: Browser,
    site: KakaoSite,
    options?: BrowserContextOptions,
  ): Promise<Visit> {
    const context = await browser.newContext(options);
    const visit = new Visit(context, await context.newPage(), site);
    context.on('request', (request) => visit.note(request));
    visit.page.on('framenavigated', (frame) =>
      visit.addresses.push(frame.url()),
    );
    visit.page.on('pageerror', (error) => visit.complain(error.message));
    visit.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        visit.complain(message.text());
    });
    return visit;
  }

  /** From the front end's start page, by its link, to the consent page. */
  async goToKakao(): Promise<void> {
    await this.page.goto(`${this.site.frontEnd}/`);
    await this.page.getByRole('link', { name: 'Log in with Kakao' }).click();
    await this.waitForKakao();
  }

  waitForKakao(): Promise<void> {
    return this.page.waitForURL(`${this.site.kakao}/oauth/authorize?**`);
  }

  choose(person: string): Promise<void> {
    return this.page.locator(`[data-person="${person}"]`).click();
  }

  /** What the page's own script would ask the API. */
  async call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<CallAnswer> {
    const { accessToken } = this;
    const answer = await this.page.evaluate(
      async (ask) => {
        const response = await fetch(ask.url, {
          method: ask.method,
          credentials: 'include',
          body: ask.json ?? null,
          headers: {
            ...(ask.json && { 'content-type': 'application/json' }),
            ...(ask.accessToken && {
              authorization: `Bearer ${ask.accessToken}`,
            }),
          },
        });
        return { status: response.status, text: await response.text() };
      },
      {
        url: this.site.api + path,
        method,
        accessToken,
        json: JSON.stringify(body),
      },
    );
    const parsed = answer.text ? JSON.parse(answer.text) : undefined;
    this.accessToken = parsed?.accessToken ?? this.accessToken;
    return { status: answer.status, body: parsed };
  }

  /** Whether an address is the front end's. */
  isOurs(address: string): boolean {
    return address.startsWith(`${this.site.frontEnd}/`);
  }

  async allReferers(): Promise<string[]> {
    const values = await Promise.all(this.referers);
    return values.filter((value) => value !== null);
  }

  documentCookie(): Promise<string> {
    return this.page.evaluate(() => document.cookie);
  }

  private note(request: Request): void {
    this.addresses.push(request.url());
    // What was really sent, which only the network layer knows; a closed page no longer tells.
    this.referers.push(request.headerValue('referer').catch(() => null));
  }

  private complain(what: string): void {
    const where = this.page.url();
    if (where.startsWith(`${this.site.kakao}/`))
      this.complaints.push(`${where.split('?')[0]}: ${what}`);
  }
}
