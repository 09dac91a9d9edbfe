import { describe, expect, it } from 'vitest';
import { HOSTILE } from './fixture/rows.ts';
import { STREAMS } from './fixture/streams.ts';
import { seeEverything } from './page-checks.ts';
import { skipped, usePages, WEB } from './pages-under-test.ts';

describe.skipIf(skipped)('the page of a stream', () => {
  const pages = usePages();

  describe('a stream', () => {
    it.each(STREAMS)(
      '$name shows every panel of its declaration, and a field for what a report needs',
      async (stream) => {
        const page = await pages.open(`/streams/${stream.name}`);
        await page.getByRole('heading', { level: 1, name: stream.title }).waitFor();
        await seeEverything(page);
        const titles = await page.locator('.panel-title').allTextContents();
        expect(titles.slice(0, stream.panels.length)).toEqual(stream.panels.map(({ title }) => title));
        expect(await page.locator('.failure').count()).toBe(0);
        expect(await page.locator('.line-canvas canvas').count()).toBe(
          stream.panels.filter(({ chart }) => chart === 'line').length,
        );
        // Reports about one campaign are on the pages of campaigns.
        expect(await page.locator('.required-field').count()).toBe(stream.name === 'web-behaviour' ? 2 : 0);
      },
    );

    it('says why a count is not known, and shows no number in its place', async () => {
      const why = 'Events before 2026-01-03T00:00:00Z have left the lake by their age (lake-expiry-days).';
      const page = await pages.open('/data');
      await page.context().route(/\/api\/reports\/totals(\?|$)/, async (route) => {
        const response = await route.fetch();
        const answer = await response.json();
        for (const row of answer.rows) row.visitors = null;
        await route.fulfill({ response, json: { ...answer, unknown: why } });
      });
      await page.goto(`${pages.fixture.url}${WEB}`);
      const panel = page.locator('[data-panel="totals"]');
      await panel.getByText(`Some counts are not known: ${why}`).waitFor();
      expect(await panel.locator('.tile-value', { hasText: '–' }).count()).toBeGreaterThan(0);
      expect(await panel.locator('.tile-value', { hasText: /\d/ }).count()).toBeGreaterThan(0);
    });

    it('says so when there is none of that name', async () => {
      const page = await pages.open('/streams/nothing');
      await page.getByText('No stream is called nothing').waitFor();
    });

    it('shows text from outside as text', async () => {
      const page = await pages.open(WEB);
      await seeEverything(page);
      await page.locator('[data-panel="top-referrers"]').getByText(HOSTILE).waitFor();
      await page.locator('[data-panel="campaigns"]').getByText(HOSTILE).waitFor();
      await page.locator('[data-panel="top-referrers"] .bar-row', { hasText: 'onerror' }).click();
      await page
        .locator('.sheet')
        .getByRole('button', { name: /newest/ })
        .click();
      await page.locator('.sheet .event-list').getByText(HOSTILE).first().waitFor();
      expect(await page.evaluate(() => Reflect.get(window, '__hacked'))).toBeUndefined();
      expect(await page.locator('main img, .sheet img').count()).toBe(0);
    });
  });

  describe('questions', () => {
    it('are answered in a sheet: words, window, SQL, events; Esc closes it and gives the focus back', async () => {
      const page = await pages.open(WEB);
      const bar = page.locator('[data-panel="top-products"] .bar-row').first();
      await bar.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const sheet = page.locator('.sheet');
      await sheet.getByText('The SQL that was run').waitFor();
      await sheet.getByText('104417').first().waitFor();
      await sheet.getByRole('heading', { name: 'Hours of a product' }).waitFor();
      expect(await sheet.locator('.hour-column').count()).toBe(24);
      expect(page.url()).toContain('about.of.product_id=104417');
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('104417');
    });

    it('are links', async () => {
      const page = await pages.open(`${WEB}?about=top-countries&about.figure=views&about.of.country=DE`);
      await page.locator('.sheet').getByRole('heading', { name: 'Views by store' }).waitFor();
    });
  });

  describe('a chart', () => {
    it('has a table twin, a CSV and a PNG', async () => {
      const page = await pages.open(WEB);
      await page.locator('[data-panel="traffic"] .line-canvas canvas').waitFor();
      await page.getByRole('button', { name: 'Menu of Traffic' }).click();
      const csv = page.getByRole('link', { name: 'Download CSV' });
      expect(await csv.getAttribute('href')).toMatch(/^\/api\/reports\/traffic\?.*format=csv/);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download PNG' }).click();
      expect((await download).suggestedFilename()).toBe('traffic.png');
      await page.getByRole('button', { name: 'Menu of Traffic' }).click();
      await page.getByRole('button', { name: 'Show as table' }).click();
      await page.waitForURL(/tables=traffic/);
      const rows = page.locator('[data-panel="traffic"] tbody tr');
      expect(await rows.count()).toBeGreaterThanOrEqual(24);
    });

    it('sorts its table by keyboard', async () => {
      const page = await pages.open(WEB);
      const table = page.locator('[data-panel="entry-pages"] table');
      await page.locator('[data-panel="entry-pages"]').scrollIntoViewIfNeeded();
      await table.getByRole('button', { name: 'Entry page', exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/entry-pages\.sort=entry_page/);
      const first = await table.locator('tbody tr').first().textContent();
      expect(first?.startsWith('/')).toBe(true);
      expect(await table.locator('th').first().getAttribute('aria-sort')).toBe('ascending');
    });
  });

  describe('the crosshair', () => {
    it('marks the instant in every chart of the page, with its values', async () => {
      const page = await pages.open(WEB, { viewport: { width: 1440, height: 2000 } });
      await page.locator('.line-pointer').nth(1).waitFor();
      const box = await page.locator('.line-pointer').first().boundingBox();
      if (box === null) throw new Error('the chart has no box');
      await page.mouse.move(box.x + 400, box.y + 80);
      await page.locator('.readout').nth(1).waitFor();
      const heads = await page.locator('.readout strong').allTextContents();
      expect(new Set(heads).size).toBe(1);
      expect(await page.locator('.readout').nth(1).textContent()).toMatch(/Bounce rate\d\d\.\d\d/);
    });

    it('moves by the arrow keys, and Enter explains the bucket', async () => {
      const page = await pages.open(WEB);
      const slider = page.locator('[data-panel="traffic"] .line-slider');
      await slider.focus();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await page.locator('.readout').first().waitFor();
      expect(await slider.getAttribute('aria-valuetext')).toMatch(/Views: [\d,]+ views/);
      await page.keyboard.press('Enter');
      await page.waitForURL(/about=traffic.*about\.from=/);
    });
  });
});
