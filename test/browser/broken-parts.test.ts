import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { skipped, usePages, WEB } from './pages-under-test.ts';

const CHART = '**/assets/line-chart-*.js*';

const PRODUCTS = /\/api\/reports\/top-products(\?|$)/;

describe.skipIf(skipped)('a part of the page that cannot be loaded or drawn', () => {
  const pages = usePages();

  /** The rest of the page is there and goes on: figures, and the dot that says how old they are. */
  async function restIsAlive(page: Page): Promise<void> {
    const value = page.locator('[data-panel="totals"] .tile-value').first();
    await value.waitFor();
    await page.locator('.live[data-state="live"]').waitFor();
    const before = await value.getAttribute('title');
    pages.fixture.commit(10_000);
    await expect.poll(() => value.getAttribute('title'), { timeout: 10_000 }).not.toBe(before);
  }

  async function openWithout(pattern: string, address = WEB): Promise<Page> {
    const page = await pages.open('/data');
    await page.getByRole('heading', { name: 'Data', exact: true }).waitFor();
    await page.context().route(pattern, (route) => route.abort());
    await page.goto(`${pages.fixture.url}${address}`);
    return page;
  }

  /** The console names what was refused and thrown; that is what these tests are about. */
  function expectComplaints(): void {
    expect(pages.complaints.splice(0).length).toBeGreaterThan(0);
  }

  const failureOf = (panel: Locator): Locator => panel.getByRole('alert');

  describe('the code of the charts', () => {
    it('is asked for before a chart is seen', async () => {
      const page = await pages.open('/data');
      const chart = page.waitForResponse((response) => response.url().includes('/assets/line-chart-'));
      expect((await chart).ok()).toBe(true);
    });

    it('says in words that it is not there, for its panels alone, and draws when asked again', async () => {
      const page = await openWithout(CHART);
      const panel = page.locator('[data-panel="traffic"]');
      await failureOf(panel)
        .getByText(/could not be loaded.*data are safe/s)
        .waitFor();
      await restIsAlive(page);
      await page.context().unrouteAll({ behavior: 'wait' });
      // It may have drawn by itself a moment before.
      await failureOf(panel)
        .getByRole('button', { name: 'Try again' })
        .click({ timeout: 2_000 })
        .catch(() => undefined);
      await panel.locator('.line-canvas canvas').waitFor();
      await page.locator('.failure').first().waitFor({ state: 'detached' });
      expectComplaints();
    });

    it('is loaded by itself when the connection is back', async () => {
      const page = await openWithout(CHART);
      const panel = page.locator('[data-panel="traffic"]');
      await failureOf(panel).waitFor();
      const port = Number(new URL(pages.fixture.url).port);
      await pages.fixture.stop();
      await page.locator('.live[data-state="away"]').waitFor({ timeout: 15_000 });
      await failureOf(panel)
        .getByText(/program does not answer/)
        .waitFor({ timeout: 15_000 });
      await page.context().unrouteAll({ behavior: 'wait' });
      await pages.restart({ port });
      await panel.locator('.line-canvas canvas').waitFor({ timeout: 15_000 });
      await restIsAlive(page);
      expectComplaints();
    });

    it('offers a fresh page when the program was renewed, and its files are gone', async () => {
      const page = await openWithout(CHART);
      // The page of the new version names another script. Only the page itself asks so; a reload is a navigation.
      await page.route(`${pages.fixture.url}/`, (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: '<script type="module" src="/assets/index-new.js"></script>',
        }),
      );
      const panel = page.locator('[data-panel="traffic"]');
      await failureOf(panel)
        .getByText(/was renewed since this page was opened/)
        .waitFor({ timeout: 15_000 });
      expect(await failureOf(panel).getByRole('button', { name: 'Try again' }).count()).toBe(0);
      await restIsAlive(page);
      const loaded = page.waitForEvent('load');
      await failureOf(panel).getByRole('button', { name: 'Reload the page' }).click();
      await loaded;
      await page.context().unrouteAll({ behavior: 'wait' });
      await panel.locator('.line-canvas canvas').waitFor({ timeout: 15_000 });
      expectComplaints();
    });
  });

  it('may be the shapes of a map: the panel says so, and draws when it can', async () => {
    const shapes = '**/assets/countries-*.js*';
    const page = await openWithout(shapes, '/campaigns/summer-sale');
    const panel = page.locator('[data-panel="campaign-places"]');
    await panel.scrollIntoViewIfNeeded();
    await failureOf(panel)
      .getByText(/could not be loaded/)
      .waitFor();
    await page.locator('.panel .tile-value').first().waitFor();
    await page.context().unrouteAll({ behavior: 'wait' });
    await panel.locator('.map-region').first().waitFor({ timeout: 15_000 });
    expectComplaints();
  });

  it('may be the painter of pictures: the menu says so', async () => {
    const page = await openWithout('**/assets/png-*.js*');
    await page.locator('[data-panel="totals"] .tile').first().waitFor();
    await page.getByRole('button', { name: 'Menu of Traffic' }).click();
    await page.getByRole('button', { name: 'Download PNG' }).click();
    await page
      .locator('.popover')
      .getByRole('alert')
      .getByText(/No picture: .*could not be loaded/)
      .waitFor();
    await page.context().unrouteAll({ behavior: 'wait' });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download PNG' }).click();
    expect((await download).suggestedFilename()).toBe('traffic.png');
    expectComplaints();
  });

  it.each([
    ['its head', { params: undefined }],
    ['its body', { rows: [null] }],
  ])('may be an answer whose panel throws in %s: the panel says so, the rest goes on', async (_, broken) => {
    const page = await pages.open('/data');
    await page.getByRole('heading', { name: 'Data', exact: true }).waitFor();
    await page.route(PRODUCTS, async (route) => {
      const answer: unknown = await (await route.fetch()).json();
      await route.fulfill({ json: { ...Object(answer), ...broken } });
    });
    await page.goto(`${pages.fixture.url}${WEB}`);
    const panel = page.locator('[data-panel="top-products"]');
    await failureOf(panel).getByText('This could not be drawn.').waitFor();
    await panel.getByRole('heading', { name: 'Top products' }).waitFor();
    await restIsAlive(page);
    await page.unrouteAll({ behavior: 'wait' });
    await failureOf(panel).getByRole('button', { name: 'Try again' }).click();
    await panel.locator('.bar-row').first().waitFor();
    expectComplaints();
  });

  it('may be a whole page: what is around it leads on', async () => {
    const page = await pages.open('/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.route('**/api/audit', (route) => route.fulfill({ json: { streams: 7 } }));
    await page.reload();
    await page.getByRole('navigation').getByRole('link', { name: 'Data' }).click();
    await page.getByRole('heading', { name: 'This page cannot be drawn' }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Web behaviour' }).click();
    await restIsAlive(page);
    expectComplaints();
  });
});
