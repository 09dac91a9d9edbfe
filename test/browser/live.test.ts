import { describe, expect, it } from 'vitest';
import { skipped, usePages, WEB } from './pages-under-test.ts';

describe.skipIf(skipped)('live pages', () => {
  const pages = usePages();

  describe('live', () => {
    it('shows a commit within a second: no reload, the same nodes, nothing moves', async () => {
      const page = await pages.open(WEB);
      const value = page.locator('[data-panel="totals"] .tile-value').first();
      await value.waitFor();
      await page.locator('.line-canvas canvas').first().waitFor();
      // Whatever still loads may move others; from then on nothing may.
      const loading = (): Promise<number> =>
        page
          .locator('.skeleton')
          .evaluateAll(
            (all) => all.filter((one) => one.getBoundingClientRect().top < window.innerHeight).length,
          );
      await expect.poll(loading, { timeout: 15_000 }).toBe(0);
      await page.waitForTimeout(1_200);
      const before = await value.getAttribute('title');
      await page.evaluate(() => {
        const tile = document.querySelector('[data-panel="totals"] .tile');
        Reflect.set(window, 'tile', tile);
        const moved: string[] = [];
        Reflect.set(window, 'moved', moved);
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const sources: unknown = Reflect.get(entry, 'sources');
            for (const source of Array.isArray(sources) ? sources : []) {
              moved.push(
                `${source.node?.outerHTML?.slice(0, 200)} ${JSON.stringify(source.previousRect)} -> ${JSON.stringify(source.currentRect)}`,
              );
            }
          }
        }).observe({ type: 'layout-shift', buffered: false });
      });
      const started = performance.now();
      pages.fixture.commit(10_000);
      await expect.poll(() => value.getAttribute('title'), { interval: 20, timeout: 3_000 }).not.toBe(before);
      expect(performance.now() - started).toBeLessThan(1_000);
      await page.waitForTimeout(700);
      const after = await page.evaluate(() => ({
        same: document.querySelector('[data-panel="totals"] .tile') === Reflect.get(window, 'tile'),
        moved: Reflect.get(window, 'moved'),
      }));
      expect(after).toEqual({ same: true, moved: [] });
    });

    it('turns amber with the reason when data are behind', async () => {
      const page = await pages.open(WEB);
      await page.locator('.live[data-state="live"]').waitFor();
      pages.fixture.setLag(42, 'the warehouse is away');
      await page.locator('.live[data-state="late"]', { hasText: '42 s behind' }).click();
      await page.getByText('the warehouse is away').waitFor();
    });

    it('says when the connection is away, keeps the figures, and goes on by itself', async () => {
      const page = await pages.open(WEB);
      const value = page.locator('[data-panel="totals"] .tile-value').first();
      await value.waitFor();
      await page.context().setOffline(true);
      const port = Number(new URL(pages.fixture.url).port);
      await pages.fixture.stop();
      await page.locator('.live[data-state="away"]').waitFor({ timeout: 15_000 });
      expect(await value.textContent()).toMatch(/\d/);
      await page.context().setOffline(false);
      await pages.restart({ port });
      await page.locator('.live[data-state="live"]').waitFor({ timeout: 15_000 });
      pages.complaints.length = 0;
    });
  });
});
