import { describe, expect, it } from 'vitest';
import { MAX_MARKS, pairsOf, readMarks, textsOf } from './marks.ts';

describe('readMarks', () => {
  it('takes hashtags, names and links of the text, each once, folded', () => {
    expect(
      readMarks('#Summer #summer @Ann @ann/friends https://x.com/a x.org #STRASSE #Straße', [], []),
    ).toEqual({
      hashtags: ['summer', 'strasse'],
      spellings: ['Summer', 'STRASSE'],
      mentions: ['ann'],
      urls: ['https://x.com/a', 'x.org'],
    });
  });

  it('adds what the source gives', () => {
    expect(readMarks('#one', ['#Two', 'one', ' three '], ['https://y.example/'])).toEqual({
      hashtags: ['one', 'two', 'three'],
      spellings: ['one', 'Two', 'three'],
      mentions: [],
      urls: ['https://y.example/'],
    });
  });

  it('is bounded: a hundred of each, and no endless hashtag', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => `#tag${n} @name${n} x${n}.com`).join(' ');
    const { hashtags, mentions, urls } = readMarks(many, [], []);
    expect([hashtags.length, mentions.length, urls.length]).toEqual([MAX_MARKS, MAX_MARKS, MAX_MARKS]);
    expect(
      readMarks(`#${'a'.repeat(1000)} #b`, ['c'.repeat(1000)], [`https://x.example/${'d'.repeat(5000)}`]),
    ).toEqual({
      hashtags: ['b'],
      spellings: ['b'],
      mentions: [],
      urls: [],
    });
  });
});

describe('pairsOf', () => {
  it('gives every two, in order of their code points', () => {
    expect(pairsOf(['c', 'a', 'b'])).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ]);
    expect(pairsOf(['a'])).toEqual([]);
  });

  it('takes the first eight alone', () => {
    expect(pairsOf(Array.from({ length: 100 }, (_, n) => `t${n}`))).toHaveLength(28);
  });
});

describe('textsOf', () => {
  it.each([
    ['["a","b"]', ['a', 'b']],
    ['["a",1,null,{}]', ['a']],
    ['{"a":1}', []],
    ['["a"', []],
    ['', []],
    ['a', []],
  ])('%s', (json, texts) => expect(textsOf(json)).toEqual(texts));
});
