import { describeInBrowser } from './support/browser.js';
import {
  borrowKakaoInBrowser,
  type KakaoInBrowser,
} from './support/kakao-in-browser.js';

const PHONE = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
};
const LEAST_TARGET_PX = 44;

describeInBrowser('the consent page of the Kakao emulator', () => {
  let site: KakaoInBrowser;
  beforeAll(async () => {
    site = await borrowKakaoInBrowser();
  });
  afterEach(() => site.endVisits());

  it('fits a phone 360 px wide, with targets big enough for a thumb', async () => {
    const someone = await site.visit(PHONE);
    await someone.goToKakao();
    const width = () => document.documentElement.scrollWidth;
    expect(await someone.page.evaluate(width)).toBe(360);
    const links = await someone.page.getByRole('link').all();
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) {
      const { x, width: wide, height } = (await link.boundingBox())!;
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + wide).toBeLessThanOrEqual(360);
      expect(height).toBeGreaterThanOrEqual(LEAST_TARGET_PX);
    }
    await someone.page.locator('[data-person="long-id"]').tap();
    await someone.page.waitForURL(site.welcome);
  });

  it('works by keyboard alone: Tab visits every choice, seen and in order, Enter takes it', async () => {
    const someone = await site.visit();
    const { page } = someone;
    await someone.goToKakao();
    const texts = await page.getByRole('link').allInnerTexts();
    for (const text of texts) {
      await page.keyboard.press('Tab');
      const focused = page.locator('a:focus-visible');
      expect(await focused.innerText()).toBe(text);
      expect(
        await focused.evaluate((link) => getComputedStyle(link).outlineStyle),
      ).toBe('solid');
    }
    expect(texts.at(-1)).toContain('Cancel');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/welcome?*error=access_denied*');

    await someone.goToKakao();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(site.welcome);
    expect((await someone.call('POST', '/api/auth/refresh')).status).toBe(200);
  });
});
