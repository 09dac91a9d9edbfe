import { describe, expect, it } from 'vitest';
import { unsharedPart } from './pattern.ts';

/** Read alike by RE2 (github.com/google/re2/wiki/Syntax) and java.util.regex.Pattern. */
const SHARED = [
  '//([^/]+)',
  '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)',
  '[?&]utm_source=([^&#]+)',
  '(a|b){2,3}?x*',
  '(\\d{1,1000})-\\w+\\.\\?',
  '([\\]\\[\\\\-])',
  '(\\p{Lu}\\P{L}\\x41)',
  '(a+?b??c{2,})',
  '([&a&b])',
];

/** Each with what tells the two apart, or one of them from all others. */
const UNSHARED: readonly (readonly [pattern: string, words: string])[] = [
  ['(', 'no regular expression'],
  ['abc', 'no capture group'],
  ['(?:abc)', 'no capture group'],
  ['\\(abc', 'no capture group'],
  ['(?=x)(y)', 'looks around'],
  ['(?!x)(y)', 'looks around'],
  ['(?<=x)(y)', 'looks around'],
  ['(?<!x)(y)', 'looks around'],
  ['(a)\\1', 'refers back'],
  ['(?<name>a)', 'named group'],
  ['(.*)', '"."'],
  ['(a)$', '"$"'],
  ['(a)\\b', '\\b'],
  ['(\\s)', '\\s'],
  ['(\\Qa\\E)', '\\Q'],
  ['(\\p{IsLatin})', '\\p{IsLatin}'],
  ['(a{)', '"{"'],
  ['(a{1001})', '1000 times'],
  ['([a[b]])', 'class of its own'],
  ['([a-z&&b])', 'intersection'],
  ['([]a])', 'begins with "]"'],
];

describe('unsharedPart', () => {
  it.each(SHARED)('takes %s', (pattern) => {
    expect(unsharedPart(pattern)).toBeNull();
  });

  it.each(UNSHARED)('refuses %s', (pattern, words) => {
    expect(unsharedPart(pattern)).toContain(words);
  });

  // JavaScript itself refuses these, so they never come as far as a declaration that could be loaded elsewhere.
  it.each(['(?>a)(b)', '(a++)', '(a**)', '(?P<n>a)', '(?i)(a)'])(
    'refuses %s as no regular expression',
    (pattern) => {
      expect(unsharedPart(pattern)).not.toBeNull();
    },
  );
});
