import { describe, expect, it } from 'vitest';
import { articleId, canonicalUrl } from './article.ts';

describe('the id of an article', () => {
  const same = [
    'https://www.example.com/news/rings?id=7&page=2',
    'http://www.example.com/news/rings?id=7&page=2',
    'HTTPS://WWW.Example.com:443/news/rings/?page=2&id=7#comments',
    ' https://www.example.com/news/rings?utm_source=rss&id=7&UTM_Medium=feed&page=2&fbclid=abc&at_campaign=64 ',
  ];

  it.each(same)('is the same for %s', (url) => {
    expect(canonicalUrl(url)).toBe('www.example.com/news/rings?id=7&page=2');
    expect(articleId(url)).toBe(articleId(same[0] ?? ''));
    expect(articleId(url)).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    'https://www.example.com/news/rings?id=8&page=2',
    'https://example.com/news/rings?id=7&page=2',
    'https://www.example.com/news/Rings?id=7&page=2',
    'https://www.example.com:8080/news/rings?id=7&page=2',
  ])('is another for %s', (url) => {
    expect(articleId(url)).not.toBe(articleId(same[0] ?? ''));
  });

  it('is there for what is no web address', () => {
    expect(canonicalUrl(' urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a ')).toBe(
      'urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a',
    );
    expect(canonicalUrl('https://example.com/')).toBe('example.com/');
  });
});
