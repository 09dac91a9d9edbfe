import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from './clean.ts';

describe('cleanText, step by step', () => {
  it.each([
    ['Nike IS Great', 'nike is great'],
    ['ÄRGER ÜBER ΟΔΟΣ', 'ärger über οδος'],
  ])('1. lower case: %s', (text, clean) => expect(cleanText(text)).toBe(clean));

  it.each([
    ['RT so true', 'so true'],
    ['rt @ann: so true', 'ann so true'],
    ['art is long', 'art is long'],
    ['this rt stays', 'this rt stays'],
    ['rtx 5090 in stock', 'rtx 5090 in stock'],
    ['RT RT twice', 'rt twice'],
  ])('2. a leading rt: %s', (text, clean) => expect(cleanText(text)).toBe(clean));

  it.each([
    ['see https://shop.example/a?b=c#d now', 'see now'],
    ['HTTP://EXAMPLE.COM', ''],
    ['(http://example.com) ok', 'ok'],
    ['これはhttps://t.co/abcを見て', 'これはを見て'],
    ['xhttp stays', 'xhttp stays'],
    ['https://example.com/Русские_слова да', 'да'],
  ])('3. http words: %s', (text, clean) => expect(cleanText(text)).toBe(clean));

  it.each([
    ['go to www.example.com/x today', 'go to today'],
    ['WWW.EXAMPLE.COM', ''],
    ['awww so cute', 'awww so cute'],
  ])('4. www words: %s', (text, clean) => expect(cleanText(text)).toBe(clean));

  it.each([
    ['hello (world): #summer @ann', 'hello world summer ann'],
    ['a:b#c@d(e)f', 'a b c d e f'],
    ['50% off! "now"', '50% off! "now"'],
  ])('5. a space for ( ) : # @: %s', (text, clean) => expect(cleanText(text)).toBe(clean));

  it.each([
    ['love it 😍😍', 'love it'],
    ['family 👨‍👩‍👧‍👦 time', 'family time'],
    ['wave 👋🏽 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿 and 🇩🇪 flags', 'wave and and flags'],
    ['heart ❤️ and 1️⃣', 'heart and 1'],
    ['今日は😀いい天気', '今日はいい天気'],
    ['می‌خواهم 🙂 بروم', 'می‌خواهم بروم'],
    ['ශ්‍රී ලංකා', 'ශ්‍රී ලංකා'],
  ])('6. emoji: %s', (text, clean) => expect(cleanText(text)).toBe(clean));

  it.each([
    ['  a \n\t b\u3000c  ', 'a b c'],
    ['', ''],
    ['😀', ''],
  ])('collapses white space: %j', (text, clean) => expect(cleanText(text)).toBe(clean));
});

describe('cleanText, whatever comes', () => {
  it('keeps Chinese, Japanese, Korean, Arabic and Hebrew text', () => {
    for (const text of ['漢字とかな', '한국어 텍스트', 'السلام عليكم', 'שלום עולם', 'ภาษาไทย']) {
      expect(cleanText(text)).toBe(text);
    }
  });

  it('gives the same for what it gave, but for words that its steps have made', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', 'É', '漢', '😀', '(', '#', '.', '\n') }),
        (text) => {
          const once = cleanText(text);
          expect(cleanText(once)).toBe(once);
        },
      ),
    );
  });

  it('does not stall on a megabyte', () => {
    for (const piece of ['http', 'www.', '#', '👨‍', '\ud800', ' ', 'rt ', 'a']) {
      const started = performance.now();
      cleanText(piece.repeat(Math.ceil(1_048_576 / piece.length)));
      expect(performance.now() - started).toBeLessThan(2_000);
    }
  });
});
