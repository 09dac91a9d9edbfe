import { describe, expect, it } from 'vitest';
import { HOSTILE } from './fixture/rows.ts';
import { overflow, seeEverything } from './page-checks.ts';
import { skipped, usePages } from './pages-under-test.ts';

const SALE = '/campaigns/summer-sale';
const COMPARED = '/campaigns/compare?campaigns=summer-sale,lumera,no-one';

describe.skipIf(skipped)('campaigns', () => {
  const pages = usePages();

  describe('the list', () => {
    it('teaches when there is none, and begins with what is talked about', async () => {
      pages.fixture.campaigns.removeAll();
      const page = await pages.open('/campaigns');
      await page.getByRole('heading', { name: 'No campaign yet' }).waitFor();
      await page.getByText('npx crosscurrent campaign add').waitFor();
      await page.getByRole('button', { name: '#summersale' }).click();
      const dialog = page.getByRole('dialog', { name: 'New campaign' });
      expect(await dialog.getByLabel('Name').inputValue()).toBe('summersale');
      expect(await dialog.getByLabel('Any of these words').inputValue()).toBe('#summersale');
    });

    it('makes a campaign by keyboard, shows refusals at their field, and goes to its page', async () => {
      const page = await pages.open('/campaigns');
      await page.getByRole('button', { name: 'New campaign' }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'New campaign' });
      await dialog.getByLabel('Name').fill('Winter');
      await page.keyboard.press('Enter');
      await dialog.getByText('It has no word: name at least one to look for.').waitFor();
      expect(await dialog.getByLabel('Any of these words').getAttribute('aria-invalid')).toBe('true');
      await dialog.getByLabel('Any of these words').fill('winter sale, #winter\nwinter sale');
      expect(await dialog.getByRole('list', { name: 'Read as' }).locator('li').allTextContents()).toEqual([
        'winter sale',
        '#winter',
      ]);
      await dialog.getByLabel('Name').fill('Lumera');
      await dialog.getByRole('button', { name: 'Make the campaign' }).click();
      await dialog.getByRole('alert').getByText('Another campaign is called Lumera.').waitFor();
      await dialog.getByLabel('Name').fill('Winter');
      await dialog.getByRole('button', { name: 'Make the campaign' }).click();
      await page.waitForURL(/\/campaigns\/winter$/);
      await page.getByRole('heading', { level: 1, name: 'Winter' }).waitFor();
      // The refusals are what this test is about.
      pages.complaints.length = 0;
    });

    it('shows how far matching is, live', async () => {
      const page = await pages.open('/campaigns');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.live[data-state="live"]').waitFor();
      pages.fixture.matchTo('lumera', 41);
      const item = page.locator('.campaign-item', { hasText: 'Lumera' });
      await item.getByText(/stored: 41/).waitFor();
      pages.fixture.matchTo('lumera', 100);
      await item.locator('.match-progress').waitFor({ state: 'detached' });
      await item.getByText('100').waitFor();
    });

    it('asks before it removes one', async () => {
      const page = await pages.open('/campaigns');
      await page.getByRole('button', { name: 'Remove Lumera' }).click();
      const dialog = page.getByRole('dialog', { name: 'Remove the campaign?' });
      await dialog.getByText('The posts and articles stay').waitFor();
      await page.keyboard.press('Escape');
      expect(pages.fixture.campaigns.list()).toHaveLength(3);
      await page.getByRole('button', { name: 'Remove Lumera' }).click();
      await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.locator('.campaign-item', { hasText: 'Lumera' }).waitFor({ state: 'detached' });
      expect(pages.fixture.campaigns.list()).toHaveLength(2);
    });

    it('leads to the comparison of those that are ticked', async () => {
      const page = await pages.open('/campaigns');
      await page.getByLabel('Compare Lumera').check();
      await page.getByLabel('Compare Summer sale').check();
      await page.getByRole('link', { name: 'Compare 2' }).click();
      await page.waitForURL(/compare\?campaigns=lumera,summer-sale/);
      await page.getByRole('heading', { level: 1, name: 'Compare campaigns' }).waitFor();
    });
  });

  describe('the page of one', () => {
    it('is read from what happened to the posts themselves', async () => {
      const page = await pages.open(SALE);
      await page.getByRole('heading', { level: 1, name: 'Summer sale' }).waitFor();
      await seeEverything(page);
      expect(await page.locator('.section-title').allTextContents()).toEqual([
        'What happened',
        'How much',
        'In which mood',
        'Who',
        'Where',
        'What else was said',
        'What the news said',
        'The posts',
      ]);
      expect(await page.locator('.failure, .required-field').count()).toBe(0);
      expect(await page.locator('.map-region').count()).toBeGreaterThan(200);
      const asked = pages.fixture.requests.filter((one) => one.includes('/reports/campaign'));
      expect(asked.filter((one) => !one.includes('campaign=summer-sale'))).toEqual([]);
      // The news is that of the peak day alone.
      const news = asked.filter((one) => one.includes('campaign-organisations'));
      expect(new Set(news).size).toBe(1);
      expect(news[0]).toMatch(/from=(\d{4}-\d\d-\d\d)&.*to=\1/);
    });

    it('marks the peak and the start in every chart', async () => {
      const page = await pages.open(SALE);
      await seeEverything(page);
      for (const panel of ['campaign-days', 'campaign-sentiment-days', 'campaign-news']) {
        const labels = page.locator(`[data-panel="${panel}"] .mark-label`);
        await labels.first().waitFor();
        expect((await labels.allTextContents()).toSorted()).toEqual(['Campaign starts', 'Peak']);
      }
    });

    it('shows text from outside as text, and only addresses of the web as links', async () => {
      const page = await pages.open(SALE);
      await seeEverything(page);
      const posts = page.locator('[data-panel="campaign-posts"]');
      await posts.locator('.card-text', { hasText: HOSTILE }).first().waitFor();
      await page.locator('[data-panel="campaign-words"] .word', { hasText: HOSTILE }).waitFor();
      await page
        .locator('[data-panel="campaign-articles"] .card-title', { hasText: HOSTILE })
        .first()
        .waitFor();
      const links = await page
        .locator('.card a')
        .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
      expect(links.length).toBeGreaterThan(2);
      expect(links.filter((link) => !/^https:\/\/(social|news)\.example\//.test(link ?? ''))).toEqual([]);
      const rels = await page
        .locator('.card a')
        .evaluateAll((all) => all.map((one) => one.getAttribute('rel')));
      expect(rels.every((rel) => rel?.includes('noopener'))).toBe(true);
      expect(await page.locator('main img, main script, main iframe').count()).toBe(0);
      expect(await page.evaluate(() => Reflect.get(window, '__hacked'))).toBeUndefined();
    });

    it('explains its figures, of posts and of articles', async () => {
      const page = await pages.open(SALE);
      await seeEverything(page);
      await page.locator('[data-panel="campaign-organisations"] .bar-row').first().click();
      const sheet = page.locator('.sheet');
      await sheet.getByText('The SQL that was run').waitFor();
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
      // What a listing shows are the events themselves: there are none behind them.
      await page.getByRole('button', { name: 'Posts with most reactions', exact: true }).click();
      await sheet.getByText('The SQL that was run').waitFor();
      expect(await sheet.getByRole('button', { name: /newest/ }).count()).toBe(0);
    });

    it('finds posts by their words', async () => {
      const page = await pages.open(SALE);
      const posts = page.locator('[data-panel="campaign-posts"]');
      await posts.scrollIntoViewIfNeeded();
      await posts.locator('.card').first().waitFor();
      await page.getByLabel('Search in Posts with most reactions').fill('paket');
      await page.keyboard.press('Enter');
      await page.waitForURL(/campaign-posts\.query=paket/);
      await expect.poll(() => posts.locator('.card').count()).toBeLessThan(4);
      await posts.getByText('Ich warte seit drei Wochen').first().waitFor();
    });

    it('has a map and cards with a table twin and a PNG', async () => {
      const page = await pages.open(SALE);
      await seeEverything(page);
      for (const [panel, title] of [
        ['campaign-places', 'Countries'],
        ['campaign-words', 'Words'],
        ['campaign-posts', 'Posts with most reactions'],
      ] as const) {
        const menu = page
          .locator(`[data-panel="${panel}"]`)
          .getByRole('button', { name: `Menu of ${title}` });
        await menu.click();
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Download PNG' }).click();
        expect((await download).suggestedFilename()).toBe(`${panel}.png`);
        await menu.click();
        await page.getByRole('button', { name: 'Show as table' }).click();
        await page.locator(`[data-panel="${panel}"] tbody tr`).first().waitFor();
      }
    });

    it('is laid out for paper: light, every panel there, nothing around it', async () => {
      const page = await pages.open(SALE, { colorScheme: 'dark' });
      await page.getByRole('link', { name: 'Printable page' }).click();
      await page.waitForURL(/print=1/);
      await page.getByRole('button', { name: 'Print', exact: true }).waitFor();
      await expect.poll(() => page.locator('.skeleton').count(), { timeout: 15_000 }).toBe(0);
      expect(await page.locator('.panel').count()).toBe(19);
      expect(await page.getByRole('navigation').count()).toBe(0);
      expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('light');
      expect(await overflow(page)).toBe(0);
      await page.getByRole('button', { name: 'Back' }).click();
      await page.getByRole('navigation').waitFor();
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBeUndefined();
    });

    it('says so when there is none of that name', async () => {
      const page = await pages.open('/campaigns/nothing');
      await page.getByText('No campaign is called nothing').waitFor();
    });
  });

  describe('the comparison', () => {
    it('shows voice, lines on one clock and moods, each with a table, a CSV and an explanation', async () => {
      const page = await pages.open(COMPARED);
      await page.locator('[data-panel="compare-days"] .line-canvas canvas').waitFor();
      expect(await page.locator('[data-panel="compare-days"] .end-label').allTextContents()).toEqual([
        'Summer sale',
        'Lumera',
      ]);
      await page
        .locator('[data-panel="compare-days"]')
        .getByRole('combobox', { name: 'Figure' })
        .selectOption('authors');
      await page.waitForURL(/compare-days\.figure=authors/);
      await page.getByRole('button', { name: 'Menu of Mood' }).click();
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download CSV' }).click();
      expect((await download).suggestedFilename()).toBe('compare-moods.csv');
      await page.getByRole('button', { name: 'Menu of Mood' }).click();
      await page.getByRole('button', { name: 'Show as table' }).click();
      await page.locator('[data-panel="compare-moods"] td', { hasText: 'Lumera' }).first().waitFor();
      await page.locator('[data-panel="compare-voice"] .bar-row').first().focus();
      await page.keyboard.press('Enter');
      await page.locator('.sheet').getByText('The SQL that was run').waitFor();
    });

    it('takes one away and adds one', async () => {
      const page = await pages.open('/campaigns/compare?campaigns=summer-sale,lumera');
      await page.getByRole('button', { name: 'Take Lumera away' }).click();
      await page.waitForURL(/campaigns=summer-sale$/);
      await page.getByLabel('Add a campaign').selectOption('no-one');
      await page.waitForURL(/campaigns=summer-sale,no-one/);
    });
  });

  describe('filters', () => {
    it('by platform and language are in the address, reach every report that has them, and go away', async () => {
      const page = await pages.open('/streams/posts');
      await page.locator('[data-panel="post-totals"] .tile').first().waitFor();
      await page.getByRole('button', { name: 'all languages' }).click();
      await page.getByRole('button', { name: 'German' }).click();
      await page.waitForURL(/language=de/);
      await page.getByRole('button', { name: 'all platforms' }).click();
      await page.getByLabel('Another platform').fill('Bluesky');
      await page.keyboard.press('Enter');
      await page.waitForURL(/platform=bluesky/);
      await expect
        .poll(() =>
          pages.fixture.requests.some((one) => /post-totals\?.*language=de.*platform=bluesky/.test(one)),
        )
        .toBe(true);
      await page.getByRole('button', { name: 'All languages again' }).click();
      await page.waitForURL((url) => !url.search.includes('language'));
      // They go along to other pages, and a page whose figures have none says nothing of them.
      await page.getByRole('link', { name: 'Lumera' }).click();
      await page.waitForURL(/campaigns\/lumera\?platform=bluesky/);
      await page.getByRole('link', { name: 'Web behaviour' }).click();
      await page.getByRole('heading', { level: 1, name: 'Web behaviour' }).waitFor();
      expect(await page.locator('.filter').count()).toBe(0);
    });
  });
});
