import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.mjs';
import { webStream } from '../events/web-stream.ts';
import type { Server } from '../program/server.ts';
import { MARKED_PRODUCT, twoDays } from './markers.ts';

/** Sees the views of the marked product grow on the screen. */
export interface PageWatch {
  /** When so many views were first on the screen, in epoch milliseconds. */
  seenAt(): Promise<(count: number) => number | undefined>;
  /** Waits until so many are seen, or no longer. */
  until(count: number, patienceMs: number): Promise<void>;
  close(): Promise<void>;
}

const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** The run ends its children itself, and then removes its folder; the browser must not end it before. */
const OURS = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

const PANEL = '[data-panel="product-hours"]';

/** Where the page keeps what it saw. */
const NOTES = 'data-seen';

/**
 * Opens the stream's page as a reader would, with the panel of the marked product as a table, and notes each change of
 * its sum at the next frame. Undefined when there is no browser.
 */
export async function watchPage(server: Server): Promise<PageWatch | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS, ...OURS });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await openPanel(page, server);
    await noteChanges(page);
    return {
      async seenAt() {
        const seen = await readNotes(page);
        return (count) => seen.find((one) => one.count >= count)?.at;
      },
      async until(count, patienceMs) {
        const end = Date.now() + patienceMs;
        while (Date.now() < end && ((await readNotes(page)).at(-1)?.count ?? 0) < count)
          await page.waitForTimeout(200);
      },
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function openPanel(page: Page, server: Server): Promise<void> {
  await page.goto(server.signInUrl);
  const search = new URLSearchParams({
    ...twoDays(),
    'product-hours.product': MARKED_PRODUCT,
    tables: 'product-hours',
  });
  await page.goto(`${server.url}/streams/${webStream.name}?${search}`);
  await page.locator(PANEL).scrollIntoViewIfNeeded();
  await page.locator(`${PANEL} tbody td`).first().waitFor();
}

/** Runs in the page. */
async function noteChanges(page: Page): Promise<void> {
  await page.evaluate(
    ({ panel, notes }) => {
      let last = -1;
      const sum = (): number =>
        [...document.querySelectorAll(`${panel} tbody tr`)].reduce(
          (total, row) => total + Number((row.lastElementChild?.textContent ?? '').replaceAll(/\D/g, '')),
          0,
        );
      const note = (): void => {
        const count = sum();
        if (count <= last) return;
        last = count;
        const before = document.documentElement.getAttribute(notes) ?? '';
        document.documentElement.setAttribute(notes, `${before}${count}@${Date.now()} `);
      };
      const later = (): void => void requestAnimationFrame(note);
      // Panels above grow when they get data; one that is out of sight does not follow.
      setInterval(() => {
        const { top, bottom } = document.querySelector(panel)?.getBoundingClientRect() ?? {
          top: 0,
          bottom: 0,
        };
        const inSight = bottom > 0 && top < innerHeight;
        if (!inSight) document.querySelector(panel)?.scrollIntoView({ block: 'center', behavior: 'instant' });
      }, 100);
      new MutationObserver(later).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      note();
    },
    { panel: PANEL, notes: NOTES },
  );
}

async function readNotes(page: Page): Promise<{ count: number; at: number }[]> {
  const text = (await page.locator('html').getAttribute(NOTES)) ?? '';
  return text
    .split(' ')
    .filter((note) => note !== '')
    .map((note) => {
      const [count, at] = note.split('@').map(Number);
      return { count: count ?? 0, at: at ?? 0 };
    });
}
