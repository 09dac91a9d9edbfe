import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTags } from './tags.ts';
import { findUrls } from './urls.ts';

const MEGABYTE = 1_048_576;

function milliseconds(of: () => void): number {
  const started = performance.now();
  of();
  return performance.now() - started;
}

describe('findUrls', () => {
  it.each([
    ['see bahn.de/tickets?x=1, ok', ['bahn.de/tickets?x=1']],
    ['"example.com" and `example.org`', ['example.com', 'example.org']],
    ['end of a sentence.Hello you', []],
    ['version 1.2.3 and node.js', []],
    ['HTTPS://EXAMPLE.COM/A', ['HTTPS://EXAMPLE.COM/A']],
    ['http://example.co.za and http://example.museum', ['http://example.co.za', 'http://example.museum']],
    ['http://xn--fsq.com and http://例.com', ['http://xn--fsq.com', 'http://例.com']],
    [`http://${'a'.repeat(63)}.com http://${'a'.repeat(64)}.com`, [`http://${'a'.repeat(63)}.com`]],
    [`http://example.com/${'a'.repeat(5000)}`, []],
  ])('%s', (text, urls) => expect(findUrls(text).map(({ url }) => url)).toEqual(urls));

  it('answers parts of the text, in order, none over another', () => {
    const piece = fc.constantFrom(
      ...[
        'http://',
        'https://',
        'a',
        'b-',
        '_',
        '.',
        '.com',
        '.みんな',
        '/',
        '?q=',
        '(',
        ')',
        '@',
        '#',
        ' ',
        '日',
        '\ud800',
        ':80',
        'xn--',
        't.co/',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        let end = 0;
        for (const one of findUrls(text)) {
          expect(one.start).toBeGreaterThanOrEqual(end);
          expect(one.url).toBe(text.slice(one.start, one.end));
          end = one.end;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '.',
    'a.',
    'a.com ',
    'com日.',
    'a_b.',
    'a.b-.',
    'http://',
    '.com',
    'x.com/(',
    'x.com/((a)',
    'x.com/......',
    'x.com?????',
    '日',
    '日.',
    '_.com',
    'a-.com',
    'a.com日-.',
    'xn--.',
    '\ud800.',
    'あ.みんな',
  ])('takes time in proportion to the length of %j again and again', (piece) => {
    const text = piece.repeat(Math.ceil(MEGABYTE / piece.length));
    expect(milliseconds(() => findUrls(text))).toBeLessThan(4_000);
  });
});

describe('findTags', () => {
  it('reads ten thousand hashtags, and one of a megabyte, without a stall', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => `#tag${n}`).join(' ');
    expect(milliseconds(() => expect(findTags(many)).toHaveLength(10_000))).toBeLessThan(1_000);
    for (const piece of ['#', '#a', '#1', '＃漢', '#\ud800', '#a\u200d', '@', '@a', 'rt@', '$', '$A ']) {
      const text = piece.repeat(Math.ceil(MEGABYTE / piece.length));
      expect(milliseconds(() => findTags(text))).toBeLessThan(2_000);
    }
  });
});
