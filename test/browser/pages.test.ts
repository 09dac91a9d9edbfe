import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seeEverything } from './page-checks.ts';
import { skipped, usePages, WEB } from './pages-under-test.ts';

async function focusOn(page: Page, label: string): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(focused).toBe(label);
}

describe.skipIf(skipped)('the pages', () => {
  const pages = usePages();

  describe('sign-in', () => {
    it('says how to get in, refuses a wrong token, and takes the right one', async () => {
      const page = await pages.open('/', { signedIn: false });
      await page.getByText('crosscurrent start').waitFor();
      await page.getByText('secrets/api-token').waitFor();
      await page.getByLabel(/token/).fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('not the token').waitFor();
      await page.getByLabel(/token/).fill('fixture-token');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      // The refusal itself is a line in the console of the browser.
      expect(pages.complaints.splice(0).every((line) => line.includes('401'))).toBe(true);
    });
  });

  describe('the range', () => {
    it('is part of the address, and goes to every panel', async () => {
      const page = await pages.open(WEB);
      await page.getByRole('button', { name: /own range/ }).click();
      await page.getByRole('button', { name: 'Last hour' }).click();
      await page.waitForURL(/range=1h/);
      pages.fixture.requests.length = 0;
      const again = await pages.open(`${WEB}?range=1h`);
      await seeEverything(again);
      const asked = pages.fixture.requests.filter((one) => one.startsWith('/api/reports/'));
      expect(asked.length).toBeGreaterThan(10);
      expect(asked.filter((one) => !one.includes('from='))).toEqual([]);
    });

    it('is left to each panel when none is chosen, which says its own', async () => {
      const page = await pages.open(WEB);
      await page
        .locator('[data-panel="top-products"] .panel-period', { hasText: /latest day: \d+ \w+ \d+/ })
        .waitFor();
      await page.locator('[data-panel="traffic"] .panel-period', { hasText: 'last 24 h' }).waitFor();
    });

    it('steps with [ and ], and follows live with L', async () => {
      const page = await pages.open(`${WEB}?range=1h`);
      await page.locator('[data-panel="totals"] .tile').first().waitFor();
      await page.keyboard.press('[');
      await page.waitForURL(/from=.*to=/);
      await page.keyboard.press(']');
      await page.waitForURL(/range=1h/);
      await page.keyboard.press('[');
      await page.waitForURL(/from=/);
      await page.keyboard.press('l');
      await page.waitForURL(/range=1h/);
    });

    it('is chosen from a calendar, in UTC, by keyboard too', async () => {
      const page = await pages.open(`${WEB}?from=2026-03-04&to=2026-03-05`);
      await page.getByRole('button', { name: '4 Mar – 5 Mar 2026' }).click();
      await page.getByRole('button', { name: '4 Mar 2026', exact: true }).focus();
      await page.keyboard.press('ArrowDown');
      await focusOn(page, '11 Mar 2026');
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowRight');
      await focusOn(page, '12 Mar 2026');
      await page.keyboard.press('Enter');
      await page.waitForURL(/from=2026-03-11&to=2026-03-12/);
    });

    it('is set for all panels by a drag across a chart', async () => {
      const page = await pages.open(WEB);
      const plot = page.locator('[data-panel="traffic"] .line-pointer');
      await plot.waitFor();
      const box = await plot.boundingBox();
      if (box === null) throw new Error('the chart has no box');
      await page.mouse.move(box.x + 300, box.y + 100);
      await page.mouse.down();
      await page.mouse.move(box.x + 500, box.y + 110, { steps: 4 });
      await page.locator('.brush').waitFor();
      await page.mouse.up();
      await page.waitForURL(/from=.*to=/);
      expect(await page.locator('.range-words').textContent()).toMatch(/\d\d:00/);
    });
  });

  describe('keys', () => {
    it('are listed by ?, and Esc closes the list', async () => {
      const page = await pages.open('/');
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').getByText('follow live').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
    });

    it('go from page to page, and do nothing while a field has the focus', async () => {
      const page = await pages.open(`${WEB}?range=24h`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('d');
      await page.getByRole('heading', { name: 'Data', exact: true }).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('2');
      await page.getByRole('heading', { level: 1, name: 'Channel metrics' }).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('1');
      await page.getByLabel('Product', { exact: true }).focus();
      await page.keyboard.type('[lt');
      expect(page.url()).not.toContain('from=');
    });
  });

  describe('the data page', () => {
    it('shows the accounting as an equation that holds', async () => {
      const page = await pages.open('/data');
      await page.getByText('Every event is accounted for.').waitFor();
      const terms = await page.locator('.equation').first().locator('.term-value').allTextContents();
      const [received, ...parts] = terms.map((text) => Number(text.replaceAll(',', '')));
      expect(parts.reduce((a, b) => a + b, 0)).toBe(received);
    });

    it('filters dead letters in the address, pages through them, and replays them', async () => {
      const page = await pages.open('/data');
      await page.locator('.letter').first().waitFor();
      await page.getByRole('button', { name: 'Older' }).click();
      await page.waitForURL(/before=54/);
      await page.getByLabel('Stream').selectOption('web-behaviour');
      await page.waitForURL(/stream=web-behaviour/);
      expect(page.url()).not.toContain('before=');
      await page.getByRole('button', { name: 'Replay all of web-behaviour' }).click();
      await page.getByText('replayed 1').waitFor();
      await page.locator('.letter summary').first().click();
      expect(await page.evaluate(() => Reflect.get(window, '__hacked'))).toBeUndefined();
    });
  });

  describe('nothing to show', () => {
    it('says what would fill the page, gives the line to paste, and fills itself', async () => {
      await pages.restart({ mode: 'empty' });
      const page = await pages.open(WEB);
      await page.getByText('Nothing has arrived yet').waitFor();
      await page.locator('.first-event').getByText('curl -X POST').waitFor();
      await page.locator('[data-panel="top-products"]').getByText('Nothing here').waitFor();
      pages.fixture.setMode('full');
      await page.locator('[data-panel="top-products"] .bar-row').first().waitFor();
    });

    it('says what went wrong, that data are safe, what to do, and tries again', async () => {
      await pages.restart({ mode: 'error' });
      const page = await pages.open(WEB);
      const panel = page.locator('[data-panel="totals"]');
      await panel.getByText('PostgreSQL does not answer.').waitFor({ timeout: 10_000 });
      await panel.getByText(/data are safe/).waitFor();
      await panel.getByText('crosscurrent doctor').waitFor();
      pages.fixture.setMode('full');
      await panel.locator('.tile').first().waitFor();
      pages.complaints.length = 0;
    });
  });
});
