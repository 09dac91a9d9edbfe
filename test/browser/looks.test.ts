import { describe, expect, it } from 'vitest';
import { lowContrast, namelessParts, overflow, seeEverything } from './page-checks.ts';
import { CHANNELS, skipped, usePages, WEB } from './pages-under-test.ts';

/** What people say, and what is found in it. */
const SPOKEN = [
  '/streams/posts?language=de&platform=bluesky',
  '/streams/articles',
  '/campaigns',
  '/campaigns/summer-sale',
  '/campaigns/compare?campaigns=summer-sale,lumera',
];

describe.skipIf(skipped)('how the pages look', () => {
  const pages = usePages();

  describe('themes', () => {
    it('follow the system, change by T, and stay chosen', async () => {
      const page = await pages.open('/', { colorScheme: 'dark' });
      const background = () =>
        page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      expect(await background()).toBe('rgb(14, 16, 19)');
      await page.keyboard.press('t');
      expect(await background()).toBe('rgb(245, 246, 248)');
      await page.reload();
      expect(await background()).toBe('rgb(245, 246, 248)');
    });

    it.each(['/', WEB, `${CHANNELS}?about=usage-total`, '/data', ...SPOKEN])(
      'keep text readable on %s',
      async (address) => {
        const page = await pages.open(address);
        await seeEverything(page);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await lowContrast(page), colorScheme).toEqual([]);
        }
      },
    );
  });

  describe('widths', () => {
    it.each(['/', WEB, CHANNELS, '/data', `${WEB}?about=top-products&about.of.product_id=100234`, ...SPOKEN])(
      'of 1440, 1024 and 390 pixels need no scrolling sideways on %s',
      async (address) => {
        const page = await pages.open(address);
        await seeEverything(page);
        for (const width of [1440, 1024, 390]) {
          await page.setViewportSize({ width, height: 900 });
          await page.waitForTimeout(150);
          expect(await overflow(page), `${width}`).toBe(0);
        }
      },
    );

    it('of a telephone keep the pages at the foot', async () => {
      const page = await pages.open('/', { viewport: { width: 390, height: 800 } });
      await page.getByRole('navigation').getByRole('link', { name: 'Data' }).click();
      await page.getByRole('heading', { name: 'Data', exact: true }).waitFor();
    });
  });

  it.each(['/', WEB, `${CHANNELS}?about=usage-total`, '/data', ...SPOKEN])(
    'gives every control a name, and the page one heading and one main: %s',
    async (address) => {
      const page = await pages.open(address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await seeEverything(page);
      expect(await namelessParts(page)).toEqual([]);
    },
  );
});
