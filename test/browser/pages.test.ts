import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NO_BROWSER } from '../../scripts/chromium.mjs';
import { HOSTILE } from './fixture/rows.ts';
import { type Fixture, type Mode, startFixture } from './fixture/server.ts';
import { STREAMS } from './fixture/streams.ts';
import { lowContrast, namelessParts, overflow, seeEverything } from './page-checks.ts';

const executablePath = process.env['CHROMIUM_PATH'] ?? '';
const built = existsSync(path.join(import.meta.dirname, '..', '..', 'dist', 'web', 'index.html'));
const skipped = executablePath === '' || !built;
if (skipped)
  console.warn(built ? NO_BROWSER : 'The pages are not built, so they are not tested: npm run build');

const WEB = '/streams/web-behaviour';
const CHANNELS = '/streams/channel-metrics';

async function focusOn(page: Page, label: string): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(focused).toBe(label);
}

describe.skipIf(skipped)('the pages', () => {
  let browser: Browser;
  let fixture: Fixture;
  const complaints: string[] = [];
  const pages: Page[] = [];

  async function open(
    address: string,
    options: BrowserContextOptions & { signedIn?: boolean } = {},
  ): Promise<Page> {
    const { signedIn = true, ...rest } = options;
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...rest });
    if (signedIn) await context.addCookies([{ ...fixture.cookie, url: fixture.url }]);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    pages.push(page);
    await page.goto(`${fixture.url}${address}`);
    return page;
  }

  async function restart(options: { mode?: Mode; everySecond?: boolean } = {}): Promise<void> {
    await fixture.stop();
    fixture = await startFixture({ everySecond: false, ...options });
  }

  beforeAll(async () => {
    fixture = await startFixture({ everySecond: false });
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath, args });
  });

  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.context().close()));
    await restart();
    expect(complaints.splice(0), 'what the console says').toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await fixture?.stop();
  });

  describe('sign-in', () => {
    it('says how to get in, refuses a wrong token, and takes the right one', async () => {
      const page = await open('/', { signedIn: false });
      await page.getByText('crosscurrent start').waitFor();
      await page.getByText('secrets/api-token').waitFor();
      await page.getByLabel(/token/).fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('not the token').waitFor();
      await page.getByLabel(/token/).fill('fixture-token');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      // The refusal itself is a line in the console of the browser.
      expect(complaints.splice(0).every((line) => line.includes('401'))).toBe(true);
    });
  });

  describe('a stream', () => {
    it.each(STREAMS)(
      '$name shows every panel of its declaration, and a field for what a report needs',
      async (stream) => {
        const page = await open(`/streams/${stream.name}`);
        await page.getByRole('heading', { level: 1, name: stream.title }).waitFor();
        await seeEverything(page);
        const titles = await page.locator('.panel-title').allTextContents();
        expect(titles.slice(0, stream.panels.length)).toEqual(stream.panels.map(({ title }) => title));
        expect(await page.locator('.failure').count()).toBe(0);
        expect(await page.locator('.line-canvas canvas').count()).toBe(
          stream.panels.filter(({ chart }) => chart === 'line').length,
        );
        expect(await page.locator('.required-field').count()).toBe(stream.bots === null ? 0 : 2);
      },
    );

    it('says so when there is none of that name', async () => {
      const page = await open('/streams/nothing');
      await page.getByText('No stream is called nothing').waitFor();
    });

    it('shows text from outside as text', async () => {
      const page = await open(WEB);
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

  describe('the range', () => {
    it('is part of the address, and goes to every panel', async () => {
      const page = await open(WEB);
      await page.getByRole('button', { name: /own range/ }).click();
      await page.getByRole('button', { name: 'Last hour' }).click();
      await page.waitForURL(/range=1h/);
      fixture.requests.length = 0;
      const again = await open(`${WEB}?range=1h`);
      await seeEverything(again);
      const asked = fixture.requests.filter((one) => one.startsWith('/api/reports/'));
      expect(asked.length).toBeGreaterThan(10);
      expect(asked.filter((one) => !one.includes('from='))).toEqual([]);
    });

    it('is left to each panel when none is chosen, which says its own', async () => {
      const page = await open(WEB);
      await page
        .locator('[data-panel="top-products"] .panel-period', { hasText: /latest day: \d+ \w+ \d+/ })
        .waitFor();
      await page.locator('[data-panel="traffic"] .panel-period', { hasText: 'last 24 h' }).waitFor();
    });

    it('steps with [ and ], and follows live with L', async () => {
      const page = await open(`${WEB}?range=1h`);
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
      const page = await open(`${WEB}?from=2026-03-04&to=2026-03-05`);
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
      const page = await open(WEB);
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

  describe('the crosshair', () => {
    it('marks the instant in every chart of the page, with its values', async () => {
      const page = await open(WEB, { viewport: { width: 1440, height: 2000 } });
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
      const page = await open(WEB);
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

  describe('questions', () => {
    it('are answered in a sheet: words, window, SQL, events; Esc closes it and gives the focus back', async () => {
      const page = await open(WEB);
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
      const page = await open(`${WEB}?about=top-countries&about.figure=views&about.of.country=DE`);
      await page.locator('.sheet').getByRole('heading', { name: 'Views by store' }).waitFor();
    });
  });

  describe('a chart', () => {
    it('has a table twin, a CSV and a PNG', async () => {
      const page = await open(WEB);
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
      const page = await open(WEB);
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

  describe('live', () => {
    it('shows a commit within a second: no reload, the same nodes, nothing moves', async () => {
      const page = await open(WEB);
      const value = page.locator('[data-panel="totals"] .tile-value').first();
      await value.waitFor();
      await page.locator('.line-canvas canvas').first().waitFor();
      await page.waitForTimeout(1_200);
      const before = await value.getAttribute('title');
      await page.evaluate(() => {
        const tile = document.querySelector('[data-panel="totals"] .tile');
        Reflect.set(window, 'tile', tile);
        Reflect.set(window, 'shift', 0);
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            Reflect.set(
              window,
              'shift',
              Number(Reflect.get(window, 'shift')) + Number(Reflect.get(entry, 'value')),
            );
          }
        }).observe({ type: 'layout-shift', buffered: false });
      });
      const started = performance.now();
      fixture.commit(10_000);
      await expect.poll(() => value.getAttribute('title'), { interval: 20, timeout: 3_000 }).not.toBe(before);
      expect(performance.now() - started).toBeLessThan(1_000);
      await page.waitForTimeout(700);
      const after = await page.evaluate(() => ({
        same: document.querySelector('[data-panel="totals"] .tile') === Reflect.get(window, 'tile'),
        shift: Number(Reflect.get(window, 'shift')),
      }));
      expect(after).toEqual({ same: true, shift: 0 });
    });

    it('turns amber with the reason when data are behind', async () => {
      const page = await open(WEB);
      await page.locator('.live[data-state="live"]').waitFor();
      fixture.setLag(42, 'the warehouse is away');
      await page.locator('.live[data-state="late"]', { hasText: '42 s behind' }).click();
      await page.getByText('the warehouse is away').waitFor();
    });

    it('says when the connection is away, keeps the figures, and goes on by itself', async () => {
      const page = await open(WEB);
      const value = page.locator('[data-panel="totals"] .tile-value').first();
      await value.waitFor();
      await page.context().setOffline(true);
      const port = Number(new URL(fixture.url).port);
      await fixture.stop();
      await page.locator('.live[data-state="away"]').waitFor({ timeout: 15_000 });
      expect(await value.textContent()).toMatch(/\d/);
      await page.context().setOffline(false);
      fixture = await startFixture({ port, everySecond: false });
      await page.locator('.live[data-state="live"]').waitFor({ timeout: 15_000 });
      complaints.length = 0;
    });
  });

  describe('keys', () => {
    it('are listed by ?, and Esc closes the list', async () => {
      const page = await open('/');
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').getByText('follow live').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
    });

    it('go from page to page, and do nothing while a field has the focus', async () => {
      const page = await open(`${WEB}?range=24h`);
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

  describe('themes', () => {
    it('follow the system, change by T, and stay chosen', async () => {
      const page = await open('/', { colorScheme: 'dark' });
      const background = () =>
        page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      expect(await background()).toBe('rgb(14, 16, 19)');
      await page.keyboard.press('t');
      expect(await background()).toBe('rgb(245, 246, 248)');
      await page.reload();
      expect(await background()).toBe('rgb(245, 246, 248)');
    });

    it.each(['/', WEB, `${CHANNELS}?about=usage-total`, '/data'])(
      'keep text readable on %s',
      async (address) => {
        const page = await open(address);
        await seeEverything(page);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await lowContrast(page), colorScheme).toEqual([]);
        }
      },
    );
  });

  describe('widths', () => {
    it.each(['/', WEB, CHANNELS, '/data', `${WEB}?about=top-products&about.of.product_id=100234`])(
      'of 1440, 1024 and 390 pixels need no scrolling sideways on %s',
      async (address) => {
        const page = await open(address);
        await seeEverything(page);
        for (const width of [1440, 1024, 390]) {
          await page.setViewportSize({ width, height: 900 });
          await page.waitForTimeout(150);
          expect(await overflow(page), `${width}`).toBe(0);
        }
      },
    );

    it('of a telephone keep the pages at the foot', async () => {
      const page = await open('/', { viewport: { width: 390, height: 800 } });
      await page.getByRole('navigation').getByRole('link', { name: 'Data' }).click();
      await page.getByRole('heading', { name: 'Data', exact: true }).waitFor();
    });
  });

  it('gives every control a name, and each page one heading and one main', async () => {
    for (const address of ['/', WEB, `${CHANNELS}?about=usage-total`, '/data']) {
      const page = await open(address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await seeEverything(page);
      expect(await namelessParts(page), address).toEqual([]);
    }
  });

  describe('the data page', () => {
    it('shows the accounting as an equation that holds', async () => {
      const page = await open('/data');
      await page.getByText('Every event is accounted for.').waitFor();
      const terms = await page.locator('.equation').first().locator('.term-value').allTextContents();
      const [received, ...parts] = terms.map((text) => Number(text.replaceAll(',', '')));
      expect(parts.reduce((a, b) => a + b, 0)).toBe(received);
    });

    it('filters dead letters in the address, pages through them, and replays them', async () => {
      const page = await open('/data');
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
      await restart({ mode: 'empty' });
      const page = await open(WEB);
      await page.getByText('Nothing has arrived yet').waitFor();
      await page.locator('.first-event').getByText('curl -X POST').waitFor();
      await page.locator('[data-panel="top-products"]').getByText('Nothing here').waitFor();
      fixture.setMode('full');
      await page.locator('[data-panel="top-products"] .bar-row').first().waitFor();
    });

    it('says what went wrong, that data are safe, what to do, and tries again', async () => {
      await restart({ mode: 'error' });
      const page = await open(WEB);
      const panel = page.locator('[data-panel="totals"]');
      await panel.getByText('PostgreSQL does not answer.').waitFor({ timeout: 10_000 });
      await panel.getByText(/data are safe/).waitFor();
      await panel.getByText('crosscurrent doctor').waitFor();
      fixture.setMode('full');
      await panel.locator('.tile').first().waitFor();
      complaints.length = 0;
    });
  });
});
