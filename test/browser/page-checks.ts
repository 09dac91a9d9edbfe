import type { Page } from 'playwright-core';

/** Text on the page whose contrast with what is behind it is below 4.5:1 (3:1 from 24 px on), as WCAG 2.2 has it. */
export function lowContrast(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) return ['no canvas'];

    type Colour = [red: number, green: number, blue: number, alpha: number];

    /** Any CSS colour as sRGB, drawn and read back. */
    function read(colour: string): Colour {
      context?.clearRect(0, 0, 1, 1);
      if (context !== null) context.fillStyle = colour;
      context?.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = context?.getImageData(0, 0, 1, 1).data ?? [];
      return [red, green, blue, alpha / 255];
    }

    function luminance([red, green, blue]: Colour): number {
      const part = (value: number) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
    }

    function behind(element: Element | null): Colour {
      for (let at = element; at !== null; at = at.parentElement) {
        const colour = read(getComputedStyle(at).backgroundColor);
        if (colour[3] > 0.85) return colour;
      }
      return read(getComputedStyle(document.documentElement).backgroundColor);
    }

    const bad = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (element === null || text === '' || !element.checkVisibility({ visibilityProperty: true })) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const isShown = box.width > 1 && box.height > 1 && read(style.color)[3] > 0;
      if (!isShown || element.closest('noscript, option, .hidden, .skip, :disabled') !== null) continue;
      const [light, dark] = [luminance(read(style.color)), luminance(behind(element))].sort((a, b) => b - a);
      const ratio = ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
      const wanted = Number.parseFloat(style.fontSize) >= 24 ? 3 : 4.5;
      if (ratio < wanted)
        bad.add(`${ratio.toFixed(2)} ${element.className || element.tagName}: ${text.slice(0, 30)}`);
    }
    return [...bad];
  });
}

/** What a screen reader would stumble over: controls without a name, ids that occur twice, headings and landmarks that are missing. */
export function namelessParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll(
      'button, a[href], input, select, summary, section, aside, nav',
    )) {
      if (!element.checkVisibility()) continue;
      const id = element.getAttribute('id');
      const labelledBy = element.getAttribute('aria-labelledby');
      const names = [
        element.getAttribute('aria-label'),
        labelledBy === null ? null : document.getElementById(labelledBy)?.textContent,
        id === null ? null : document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent,
        element.closest('label')?.textContent,
        element.textContent,
      ];
      const label = names.find((name) => typeof name === 'string' && name.trim() !== '');
      if (label === undefined) found.push(element.outerHTML.slice(0, 100));
    }
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index)))
      found.push(`twice: #${id}`);
    if (document.querySelectorAll('main').length !== 1) found.push('not one main');
    if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
    if (document.documentElement.lang === '') found.push('no language');
    return found;
  });
}

/** By how many pixels the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Brings every panel to the screen, so that each asks for its rows and draws them. */
export async function seeEverything(page: Page): Promise<void> {
  const panels = page.locator('.panel');
  await page.getByRole('heading', { level: 1 }).waitFor();
  if ((await page.locator('.campaign-list').count()) > 0) return;
  await panels.first().waitFor();
  for (let index = 0; index < (await panels.count()); index++) {
    const panel = panels.nth(index);
    await panel.scrollIntoViewIfNeeded();
    await panel.locator('.skeleton').first().waitFor({ state: 'detached' });
  }
}
