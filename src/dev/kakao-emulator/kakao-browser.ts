/**
 * A browser at the (emulated) Kakao: keeps its cookie, shows one page, and
 * tells where it is sent instead of going there.
 */
export class KakaoBrowser {
  /** The page that is open, as HTML. */
  page = '';
  private cookie = '';
  private address = '';

  /** Opens an authorize address; the redirect's target, if there was one. */
  async open(address: string): Promise<string | undefined> {
    const response = await fetch(address, {
      redirect: 'manual',
      headers: this.cookie ? { cookie: this.cookie } : {},
    });
    this.cookie =
      response.headers.get('set-cookie')?.split(';')[0] ?? this.cookie;
    this.address = address;
    this.page = await response.text();
    return response.headers.get('location') ?? undefined;
  }

  /** Clicks a person on the consent page; answers the callback address. */
  choose(person: string): Promise<string> {
    return this.click(`data-person="${person}"`);
  }

  chooseWithoutEmail(person: string): Promise<string> {
    return this.click(`data-without-email="${person}"`);
  }

  cancel(): Promise<string> {
    return this.click('class="cancel"');
  }

  /** Opens, and chooses if asked: the callback address either way. */
  async logIn(address: string, person: string): Promise<string> {
    return (await this.open(address)) ?? (await this.choose(person));
  }

  private async click(mark: string): Promise<string> {
    const [, tag = ''] = this.page.split(mark);
    const href = /^[^>]*href="([^"]*)"/
      .exec(tag)?.[1]
      ?.replaceAll('&amp;', '&');
    if (!href) throw new Error(`The page has no link with ${mark}.`);
    const location = await this.open(new URL(href, this.address).href);
    if (!location) throw new Error('The click led to no redirect.');
    return location;
  }
}
