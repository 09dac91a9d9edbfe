import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from './hashing.ts';
import { markNegated } from './negation.ts';
import { DRAWN_OUT, MAX_UNITS, readTokens, SHOUTED, Tokens } from './tokens.ts';

const tokens = new Tokens();

function spellings(text: string): string[] {
  readTokens(text, tokens);
  return Array.from({ length: tokens.count }, (_, index) =>
    String.fromCharCode(...tokens.letters.subarray(tokens.starts[index], tokens.starts[index + 1])),
  );
}

describe('readTokens', () => {
  it.each([
    ["I don't know", ['i', "don't", 'know']],
    ['I don’t KNOW', ['i', "don't", 'know']],
    ["rock 'n' roll", ['rock', "'", 'n', "'", 'roll']],
    ['@ann hi @bob@example.social', ['@user', 'hi', '@user']],
    ['see https://t.co/x?y=1, http and www.example.com', ['see', 'http', 'http', 'and', 'http']],
    ['httpd runs', ['httpd', 'runs']],
    ['#BestDayEver #1', ['#bestdayever', '#1']],
    ['sooooo goooood', ['soo', 'good']],
    ['at 10:30 it was 3-1, 2nd', ['at', '00:00', 'it', 'was', '0-0', ',', '0nd']],
    ['wow!!!! really?! hm...', ['wow', '!!', 'really', '?!', 'hm', '..']],
    [':-))) =] :D (: ):', [':)', ':)', ':d', ':)', ':(']],
    [":'( <3333 </3 ^_^ ;)", [":'(", '<3', '</3', '^_^', ';)']],
    ['note:this (see 8)', ['note', ':', 'this', '(', 'see', '0', ')']],
    ['😀❤️👍🏽 🧮', [':d', '<3', 'awesome']],
    ['a😂b', ['a', 'lol', 'b']],
    ['über ÜBER', ['über', 'über']],
    ['\ud83d x \udc00', ['x']],
  ])('%s', (text, expected) => expect(spellings(text)).toEqual(expected));

  it('notes what is shouted and what is drawn out', () => {
    readTokens('GREAT day sooo BIG OK', tokens);
    expect([...tokens.styles.subarray(0, tokens.count)]).toEqual([SHOUTED, 0, DRAWN_OUT, SHOUTED, 0]);
  });

  it('hashes the spelling of every token', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const words = spellings(text);
        expect(words.map(hashText)).toEqual([...tokens.hashes.subarray(0, tokens.count)]);
      }),
    );
  });

  it('fits the longest text, whatever it is made of', () => {
    for (const piece of ['a ', '.,', '😀', '☹', '👍', ':)', '#a', '@a', 'http ']) {
      readTokens(piece.repeat(MAX_UNITS), tokens);
      expect(tokens.count).toBeLessThanOrEqual(MAX_UNITS);
      expect(tokens.starts[tokens.count]).toBeLessThanOrEqual(tokens.letters.length);
    }
  });
});

describe('markNegated', () => {
  const negated = new Uint8Array(MAX_UNITS + 1);
  const inScope = (text: string): string[] => {
    const words = spellings(text);
    markNegated(tokens, negated);
    return words.filter((_, index) => negated[index] === 1);
  };

  it.each([
    ["I don't like it at all. But good", ['like', 'it', 'at', 'all']],
    ['not good, really', ['good']],
    ['no fun but cheap', ['fun']],
    ['never again :) thanks', ['again']],
    ['nobody cannot win!', ['cannot', 'win']],
    ['all is well', []],
    ['ant isn’t big', ['big']],
  ])('%s', (text, expected) => expect(inScope(text)).toEqual(expected));

  it('counts the negations', () => {
    spellings("no, I can't and won't");
    expect(markNegated(tokens, negated)).toBe(3);
  });
});
