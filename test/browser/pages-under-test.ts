import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { NO_BROWSER } from '../../scripts/chromium.mjs';
import { type Fixture, type Mode, startFixture } from './fixture/server.ts';

const executablePath = process.env['CHROMIUM_PATH'] ?? '';
const built = existsSync(path.join(import.meta.dirname, '..', '..', 'dist', 'web', 'index.html'));

/** Whether there is nothing to test with; the console says why. */
export const skipped = executablePath === '' || !built;
if (skipped)
  console.warn(built ? NO_BROWSER : 'The pages are not built, so they are not tested: npm run build');

export const WEB = '/streams/web-behaviour';
export const CHANNELS = '/streams/channel-metrics';

type FixtureOptions = Parameters<typeof startFixture>[0];

export interface PagesUnderTest {
  readonly fixture: Fixture;
  /** What the consoles of the pages said since the last test; a test that expects some takes them out. */
  readonly complaints: string[];
  open(address: string, options?: BrowserContextOptions & { signedIn?: boolean }): Promise<Page>;
  restart(options?: { mode?: Mode; everySecond?: boolean; port?: number }): Promise<void>;
}

/** A browser and a fixture for the tests of a file. Each test begins with a fresh fixture, and fails when a console complains. */
export function usePages(): PagesUnderTest {
  const complaints: string[] = [];
  const pages: Page[] = [];
  let browser: Browser | undefined;
  let fixture: Fixture | undefined;

  function running(): Fixture {
    if (fixture === undefined) throw new Error('the fixture does not run');
    return fixture;
  }

  async function restart(options: FixtureOptions = {}): Promise<void> {
    await fixture?.stop();
    fixture = await startFixture({ everySecond: false, ...options });
  }

  async function open(
    address: string,
    { signedIn = true, ...rest }: BrowserContextOptions & { signedIn?: boolean } = {},
  ): Promise<Page> {
    if (browser === undefined) throw new Error('the browser does not run');
    const { url, cookie } = running();
    const viewport = { width: 1440, height: 1000 };
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...rest });
    if (signedIn) await context.addCookies([{ ...cookie, url }]);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    pages.push(page);
    await page.goto(`${url}${address}`);
    return page;
  }

  beforeAll(async () => {
    if (skipped) return;
    await restart();
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

  return {
    get fixture() {
      return running();
    },
    complaints,
    open,
    restart,
  };
}
