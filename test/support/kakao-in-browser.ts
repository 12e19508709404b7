import type { BrowserContextOptions } from 'playwright-core';
import { connectBrowser } from './browser.js';
import type { KakaoSite } from './kakao-site.js';
import { borrow } from './lending.js';
import { Visit } from './visit.js';

/** A browser at a front end that has a login with Kakao. */
export interface KakaoInBrowser {
  readonly frontEnd: string;
  /** Where the front end's link has a login end. */
  readonly welcome: string;
  /** Somebody with a browser profile of their own. */
  visit(options?: BrowserContextOptions): Promise<Visit>;
  /** Somebody who clicked through all of it, and is back at `welcome`. */
  logInAs(person: string): Promise<Visit>;
  /** Ends the visits of a test, and expects that nothing went wrong in them unseen. */
  endVisits(): Promise<void>;
}

/** The run's, whose emulator is on the server; other files visit it, too. */
export async function borrowKakaoInBrowser(): Promise<KakaoInBrowser> {
  return openKakaoSite(await borrow('kakaoSite'));
}

export async function openKakaoSite(site: KakaoSite): Promise<KakaoInBrowser> {
  const browser = await connectBrowser();
  const visits: Visit[] = [];
  const visit = async (options?: BrowserContextOptions) => {
    const made = await Visit.start(browser, site, options);
    visits.push(made);
    return made;
  };
  return {
    frontEnd: site.frontEnd,
    welcome: site.welcome,
    visit,
    logInAs: async (person) => {
      const someone = await visit();
      await someone.goToKakao();
      await someone.choose(person);
      await someone.page.waitForURL(site.welcome);
      return someone;
    },
    endVisits: async () => {
      for (const ended of visits.splice(0)) {
        await ended.context.close();
        expect(ended.complaints).toEqual([]);
        const told = ended.addresses
          .filter((address) => ended.isOurs(address))
          .flatMap((address) => [...new URL(address).searchParams.keys()]);
        expect(['tab', 'error']).toEqual(expect.arrayContaining(told));
      }
      const seen = await fetch(`${site.kakao}/control`);
      expect(await seen.json()).toMatchObject({ wrongdoings: [] });
    },
  };
}
