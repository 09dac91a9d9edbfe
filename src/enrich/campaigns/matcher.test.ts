import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FOLDS_TO_ASCII, foldCase } from './fold.ts';
import { fragmentsOf } from './fragments.ts';
import { compileMatcher, type MatchRules, type Subject } from './matcher.ts';

const NO_LIMITS = { language: null, platform: null, from: null, to: null };

function rules(any: readonly string[], more: Partial<MatchRules> = {}): MatchRules {
  return { any, none: [], ...NO_LIMITS, ...more };
}

function subject(text: string | null, more: Partial<Subject> = {}): Subject {
  return { texts: [text], tags: [], language: 'en', platform: 'bluesky', at: 0, ...more };
}

function finds(keyword: string, text: string, tags: readonly string[] = []): boolean {
  return compileMatcher([rules([keyword])]).match(subject(text, { tags })).length === 1;
}

describe('a keyword', () => {
  it.each([
    // keyword, text that has it, text that has not
    ['sale', 'A big SALE!', 'wholesale, sales and saleroom'],
    ['sale', 'see #Sale', 'see #SaleNow'],
    ['summer sale', 'our Summer-Sale, today', 'summer and sale'],
    ['summer sale', 'summer #sale', 'sale summer'],
    ['#sale', 'see #SALE.', 'a sale'],
    ['#sale', '(＃sale)', 'C#sale &#sale; #sales'],
    ['straße', 'DIE STRASSE', 'strasen'],
    ['ΟΔΟΣ', 'η οδός? όχι: οδος', 'οδοι'],
    ['istanbul', 'İstanbul, ISTANBUL', 'istan bul'],
    ['ışık', 'IŞIK', 'isik'],
    ['ﬁx', 'FIX it', 'f ix'],
    ['café', 'cafe\u0301 noir', 'cafe noir'],
    ['नमस्ते', 'नमस्ते दुनिया', 'नमस्त दुनिया'],
    ['nike', "NIKE'S shoes", "nikes and o'nike"],
    ['nike', 'Nike’s shoes', 'nike_s'],
    ['oréal', 'j’aime L’Oréal', "x'oréal"],
    ["l'oréal", 'L’ORÉAL', 'loréal'],
    ["don't", 'I Don’t know', 'I do not know'],
    ['won', 'we won', "we won't"],
    ['ラーメン', '日本のラーメン大好き', 'ラー メン'],
    ['東京 タワー', '東京タワー', '東京のタワー'],
    ['東京', '#東京タワー', '東の京'],
    ['#東京', '行く #東京', '行く #東京タワー'],
    ['삼성', '삼성은 좋다', '삼 성'],
    ['iPhone', 'iphoneケースを買う', 'iphone15'],
    ['c-3po', 'C 3PO', 'c3po'],
    ['sale', '_sale_', 'sale_'.concat('x')],
    ['𝒩𝒾𝓀', 'x 𝒩𝒾𝓀 y', 'x𝒩𝒾𝓀'],
  ])('%s is in "%s", not in "%s"', (keyword, there, elsewhere) => {
    expect([finds(keyword, there), finds(keyword, elsewhere)]).toEqual([true, false]);
  });

  it('is also looked for among the hashtags that came beside the text', () => {
    expect(finds('#sale', 'nothing', ['Sale'])).toBe(true);
    expect(finds('sale', 'nothing', ['#SALE'])).toBe(true);
    expect(finds('#sale', 'nothing', ['sales'])).toBe(false);
  });

  it('is plain text, never a pattern', () => {
    const bomb = '(a+)+$';
    expect(finds(bomb, `${'a'.repeat(50_000)}!`)).toBe(false);
    expect(finds(bomb, 'an a')).toBe(true);
    expect(finds('.*', 'anything')).toBe(false);
  });

  it('survives texts of any kind', () => {
    expect(finds('a', '\ud800 a \udc00')).toBe(true);
    expect(finds('a', '#'.repeat(100_000))).toBe(false);
    expect(finds('word', `${"w'".repeat(100_000)} word`)).toBe(true);
    expect(finds('x', '#tag '.repeat(10_000))).toBe(false);
  });
});

describe('rules', () => {
  const match = (rule: MatchRules, event: Partial<Subject>, text = 'big sale') =>
    compileMatcher([rule]).match(subject(text, event)).length === 1;

  it('leave out what an exclusion finds, wherever it stands', () => {
    const rule = rules(['sale'], { none: ['garage', '#fake'] });
    expect(match(rule, {})).toBe(true);
    expect(match(rule, {}, 'garage sale')).toBe(false);
    expect(match(rule, { texts: ['sale', 'a garage'] })).toBe(false);
    expect(match(rule, { tags: ['fake'] })).toBe(false);
  });

  it('keep to a language, a platform and dates, where events have them', () => {
    const rule = rules(['sale'], { language: 'en', platform: 'x', from: 10, to: 20 });
    expect(match(rule, { platform: 'x', at: 10 })).toBe(true);
    expect(match(rule, { platform: 'x', at: 20 })).toBe(false);
    expect(match(rule, { platform: 'x', at: 9 })).toBe(false);
    expect(match(rule, { platform: undefined, at: 10 })).toBe(true);
    expect(match(rule, { platform: null, at: 10 })).toBe(false);
    expect(match(rule, { platform: 'x', language: 'de', at: 10 })).toBe(false);
  });

  it('do not join words of two texts to a phrase', () => {
    expect(match(rules(['summer sale']), { texts: ['summer', 'sale'] })).toBe(false);
  });
});

const SOLID = '\\p{scx=Hani}\\p{scx=Hira}\\p{scx=Kana}';
const SEPARATORS = [' ', ', ', '-', '. ', ' #', '\n'];
const WORDS = ['sale', 'SALE', 'summer', 'Straße', 'STRASSE', 'café', 'Café', 'x1', 'été'];
const CHARACTERS = ['東京', '京', 'タワー', '大'];

const fold = (value: string): string => value.normalize('NFC').toLowerCase().replaceAll('ß', 'ss');
const patterns = new Map<string, RegExp>();

/** Looks for a keyword with a regular expression of its own, character by character. */
function isThere(keyword: string, text: string): boolean {
  const pattern = patterns.get(keyword) ?? patternOf(keyword);
  patterns.set(keyword, pattern);
  return pattern.test(fold(text));
}

function patternOf(keyword: string): RegExp {
  const quote = (value: string): string => value.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&');
  const letter = `[[\\p{L}\\p{M}\\p{N}_]--[${SOLID}]]`;
  if (keyword.startsWith('#')) {
    const boundary = '(?![\\p{L}\\p{M}\\p{N}_])';
    return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_&])#${quote(fold(keyword.slice(1)))}${boundary}`, 'v');
  }
  const parts = fold(keyword).match(new RegExp(`${letter}+|[${SOLID}]|[^\\p{L}\\p{N}]+`, 'gv')) ?? [];
  const pattern = parts.map((part) =>
    /^[^\p{L}\p{N}]/u.test(part)
      ? '[^\\p{L}\\p{M}\\p{N}_]*'
      : new RegExp(`^${letter}`, 'v').test(part)
        ? `(?<!${letter})${quote(part)}(?!${letter})`
        : quote(part),
  );
  return new RegExp(pattern.join(''), 'v');
}

const piece = fc.constantFrom(...WORDS, ...CHARACTERS);
const textOf = fc
  .array(fc.tuple(fc.constantFrom(...SEPARATORS, ''), piece), { maxLength: 12 })
  .map((parts) => parts.map(([separator, word]) => separator + word).join(''));
const keywordOf = fc.oneof(
  piece,
  piece.map((word) => `#${word}`),
  fc.array(piece, { minLength: 2, maxLength: 3 }).map((parts) => parts.join(' ')),
  fc.tuple(fc.constantFrom(...CHARACTERS), fc.constantFrom(...CHARACTERS)).map((parts) => parts.join('')),
);

describe('all campaigns at once', () => {
  it('match what each would match alone, by brute force', () => {
    const campaign = fc.record({
      any: fc.array(keywordOf, { minLength: 1, maxLength: 4 }),
      none: fc.array(keywordOf, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(
        fc.array(campaign, { minLength: 1, maxLength: 12 }),
        fc.array(textOf, { minLength: 1, maxLength: 4 }),
        (campaigns, texts) => {
          const matcher = compileMatcher(campaigns.map(({ any, none }) => rules(any, { none })));
          for (const text of texts) {
            const expected = campaigns.flatMap(({ any, none }, index) =>
              any.some((one) => isThere(one, text)) && !none.some((one) => isThere(one, text)) ? [index] : [],
            );
            expect(matcher.match(subject(text)), text).toEqual(expected);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('fragments', () => {
  /** What a database does with a text before it looks for fragments. */
  const lower = (text: string): string => [...text].map((one) => one.toLowerCase()).join('');
  it('know every character that becomes an ASCII letter when it is folded', () => {
    for (let code = 0x80; code < 0x110000; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      if (/[a-z0-9_]/.test(foldCase(character)))
        expect(FOLDS_TO_ASCII.includes(character), code.toString(16)).toBe(true);
    }
  });

  it('are in every text that matches', () => {
    const messy = fc
      .array(
        fc.constantFrom('ﬁ', 'K', 'ſ', 'S', 'İ', 'i\u0307', 'n', 'ke', ' ', 'ß', 'É', "'s", '#', 'fi', 's'),
        {
          maxLength: 10,
        },
      )
      .map((parts) => parts.join(''));
    const words = fc.constantFrom('nike', 'fi', 'niké', 'ss', 'keß', '#fink', 'ink fi', 'sé');
    fc.assert(
      fc.property(messy, fc.array(words, { minLength: 1, maxLength: 3 }), (text, any) => {
        const fragments = fragmentsOf([{ any }]);
        if (fragments === null || compileMatcher([rules(any)]).match(subject(text)).length === 0) return;
        const { pieces, unless } = fragments;
        const isOdd = [...unless].some((one) => text.includes(one));
        expect(isOdd || pieces.some((one) => lower(text).includes(one))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are the longest ASCII of each keyword, without those that hold another', () => {
    const of = (...any: string[]) => fragmentsOf([{ any }]);
    expect(
      fragmentsOf([{ any: ['Summer sale', '#Saleroom'] }, { any: ['café', "l'oréal"] }])?.pieces,
    ).toEqual(['summer', 'saleroom', 'caf', 'or']);
    expect(of('sale', 'wholesale')).toEqual({ pieces: ['sale'], unless: '\u017f' });
    expect(of('group')).toEqual({ pieces: ['group'], unless: '' });
    expect(of('fish')).toEqual({ pieces: ['fish'], unless: '\u0130\u0131\u017f\u0307\ufb01' });
    expect(of('Kaß')).toEqual({ pieces: ['kass'], unless: '\u00df\u017f\u1e9e\u212a' });
    expect(of('東京', 'tokyo')).toBeNull();
    expect(of('x')).toBeNull();
  });
});
