import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMOJI, HASHTAG, LINK, MARK, MENTION, makeTokens, NUMBER, readTokens, WORD } from './tokens.ts';

const KINDS: Readonly<Record<number, string>> = {
  [WORD]: 'word',
  [NUMBER]: 'number',
  [HASHTAG]: 'tag',
  [MENTION]: 'mention',
  [LINK]: 'link',
  [EMOJI]: 'emoji',
  [MARK]: 'mark',
};

function words(text: string, capacity = 64): string[] {
  const tokens = makeTokens(capacity);
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    at = readTokens(text, at, tokens);
    for (let index = 0; index < tokens.count; index += 1) {
      found.push(text.slice(tokens.start[index], tokens.end[index]));
    }
  }
  return found;
}

function kinds(text: string): string[] {
  const tokens = makeTokens(64);
  readTokens(text, 0, tokens);
  return Array.from(tokens.kind.subarray(0, tokens.count), (kind) => KINDS[kind] ?? '?');
}

describe('readTokens', () => {
  it.each([
    ['Berlin, Paris.', ['Berlin', ',', 'Paris', '.']],
    ["Obama's dog", ['Obama', "'s", 'dog']],
    ['Berlin’s mayor', ['Berlin', '’s', 'mayor']],
    ["don't we'll I'm", ['do', "n't", 'we', "'ll", 'I', "'m"]],
    ["O'Brien", ["O'Brien"]],
    ['the U.S. and the U.K.', ['the', 'U.S.', 'and', 'the', 'U.K.']],
    ['AT&T and P&L', ['AT&T', 'and', 'P&L']],
    ['bbc.co.uk or Node.js', ['bbc.co.uk', 'or', 'Node.js']],
    ['the end.Next', ['the', 'end', '.', 'Next']],
    ['1,000.50 for 3', ['1,000.50', 'for', '3']],
    ['Jean-Claude', ['Jean-Claude']],
    ['wait... what?!', ['wait', '...', 'what', '?', '!']],
    ['東京タワー', ['東京タワー']],
    ['see https://t.co/a?b=c&d now', ['see', 'https://t.co/a?b=c&d', 'now']],
    ['@a_b @c.bsky.social @d@e.social.', ['@a_b', '@c.bsky.social', '@d@e.social', '.']],
    ['#Übung #2024 # x', ['#Übung', '#2024', '#', 'x']],
    ['one\ntwo', ['one', 'two']],
    ['a\u001fb', ['a', 'b']],
    ['', []],
  ])('splits %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('tells what a token is', () => {
    expect(kinds('@me likes #tea and 3 pies :) 👍🏽 !! www.a.b')).toEqual([
      'mention',
      'word',
      'tag',
      'word',
      'number',
      'word',
      'emoji',
      'emoji',
      'mark',
      'link',
    ]);
  });

  it('ends a line at a control character', () => {
    const tokens = makeTokens(8);
    expect(readTokens('one two\nthree', 0, tokens)).toBe(8);
    expect(tokens.count).toBe(2);
    readTokens('one\ttwo', 0, tokens);
    expect(tokens.count).toBe(2);
  });

  it('goes on where there was no more room', () => {
    expect(words("a b c d e f don't g h", 3)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'do', "n't", 'g', 'h']);
  });

  it('loses nothing but white space and control characters', () => {
    const anyText = fc
      .array(fc.oneof(fc.integer({ min: 0, max: 0x3ff }), fc.integer({ min: 0, max: 0xffff })), {
        maxLength: 200,
      })
      .map((units) => String.fromCharCode(...units));
    const isKept = (unit: string): boolean => /\p{Cs}/u.test(unit) || !/[\s\p{C}]/u.test(unit);
    // A joiner is part of an emoji and white space elsewhere.
    const withoutJoiners = (text: string): string => text.replaceAll('\u200d', '');
    fc.assert(
      fc.property(anyText, (text) => {
        const kept = text.split('').filter(isKept).join('');
        expect(withoutJoiners(words(text, 5).join(''))).toBe(withoutJoiners(kept));
      }),
    );
  });
});
