import { describe, expect, it } from 'vitest';
import { adapt } from '../adapting.fixture.ts';
import { articleId } from '../article.ts';
import { newsapi } from './adapter.ts';

const ARTICLE = {
  source: { id: 'the-verge', name: 'The Verge' },
  author: 'Jane Doe',
  title: 'Aurora rings sell out',
  description: 'The <b>rings</b> &amp; more',
  url: 'https://www.theverge.com/2026/3/1/rings',
  urlToImage: 'https://cdn.example/x.jpg',
  publishedAt: '2026-03-01T12:00:00Z',
  content: 'It was a busy day at the shop.\r\n<ul><li>One</li></ul>… [+2119 chars]',
};

describe('NewsAPI', () => {
  it('takes the articles of a reply', () => {
    expect(adapt(newsapi, { status: 'ok', totalResults: 1, articles: [ARTICLE] })).toEqual([
      {
        id: articleId('https://www.theverge.com/2026/3/1/rings'),
        url: 'https://www.theverge.com/2026/3/1/rings',
        published_at: '2026-03-01T12:00:00Z',
        source_name: 'The Verge',
        author: 'Jane Doe',
        title: 'Aurora rings sell out',
        description: 'The rings & more',
        content: 'It was a busy day at the shop.\nOne\n…',
      },
    ]);
  });

  it('takes apart good and bad ones, and passes over those that were taken back', () => {
    const removed = { ...ARTICLE, title: '[Removed]', description: '[Removed]', url: 'https://removed.com' };
    const undated = { ...ARTICLE, publishedAt: null };
    const alone = (article: unknown) => JSON.stringify({ status: 'ok', articles: [article] });
    const reply = { status: 'ok', totalResults: 4, articles: [removed, undated, { ...ARTICLE, url: '' }, 3] };
    expect(adapt(newsapi, reply)).toEqual([
      { outcome: 'skipped' },
      { outcome: 'rejected', reason: 'missing:published_at', raw: alone(undated) },
      { outcome: 'rejected', reason: 'missing:url', raw: alone({ ...ARTICLE, url: '' }) },
      { outcome: 'rejected', reason: 'not_a_message', raw: alone(3) },
    ]);
    expect(adapt(newsapi, { status: 'ok', totalResults: 0, articles: [] })).toEqual([{ outcome: 'skipped' }]);
  });

  it('knows an error reply, and what it says', () => {
    const error = {
      status: 'error',
      code: 'apiKeyInvalid',
      message: "Your API key hasn't been entered correctly.",
    };
    expect(adapt(newsapi, error)).toEqual([{ outcome: 'rejected', reason: 'error_reply' }]);
    expect(newsapi.complaint?.(error)).toBe("apiKeyInvalid: Your API key hasn't been entered correctly.");
    expect(newsapi.complaint?.({ status: 'ok', articles: [] })).toBeNull();
  });

  it.each([
    ['{"status":"ok","articles":[{', 'not_json'],
    ['{"status":"ok"}', 'not_a_message'],
    ['[]', 'not_an_object'],
  ])('rejects %s as %s', (text, reason) => {
    expect(adapt(newsapi, text)).toEqual([{ outcome: 'rejected', reason }]);
  });
});
