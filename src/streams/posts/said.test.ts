import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PART_SEPARATOR } from '../../stream/elements.ts';
import { postLanguage, postMarks, postMood, postText, postWords } from './said.ts';

/** As the declaration joins them. */
function said(text: string, { lang = '', tags = '', links = '' } = {}): string {
  return [lang, tags, links, text].join(PART_SEPARATOR);
}

describe('what is derived from what a post says', () => {
  it('has hashtags of the text and of the source, and pairs of them', () => {
    expect(postMarks(said('#One and #two', { tags: '["Two","three"]' }))).toMatchObject({
      hashtags: ['one', 'two', 'three'],
      hashtag_pairs: [`one${PART_SEPARATOR}three`, `one${PART_SEPARATOR}two`, `three${PART_SEPARATOR}two`],
    });
  });

  it('has the language that the source names, or else the one of the text', () => {
    expect(postLanguage(said('Das ist ein schöner Tag für uns alle', { lang: 'en-GB' }))).toEqual({
      language: 'en',
    });
    expect(postLanguage(said('Das ist ein schöner Tag für uns alle'))).toEqual({ language: 'de' });
    expect(postLanguage(said('Das ist ein schöner Tag für uns alle', { lang: 'und' }))).toEqual({
      language: 'de',
    });
    expect(postLanguage(said('ok'))).toEqual({ language: null });
  });

  it('has a mood in English alone, with its model', () => {
    const mood = postMood(said('What a wonderful day, I love it so much!', { lang: 'en' }));
    expect(mood.sentiment).toMatch(/^(?:negative|neutral|positive)$/);
    expect(Number(mood.polarity)).toBeGreaterThanOrEqual(-1);
    expect(mood.sentiment_model).toMatch(/\S/);
    const none = { polarity: null, subjectivity: null, sentiment: null, sentiment_model: null };
    expect(postMood(said('Was für ein wunderbarer Tag', { lang: 'de' }))).toEqual(none);
    expect(postMood(said('ok'))).toEqual(none);
    expect(postMood(said('', { lang: 'en' }))).toEqual(none);
  });

  it('keeps a text whole that has the separator in it', () => {
    expect(postText(said(`Left${PART_SEPARATOR}right`))).toMatchObject({
      clean_text: `left${PART_SEPARATOR}right`,
    });
    expect(postWords(said(`apple${PART_SEPARATOR}pear`, { lang: 'en' }))).toEqual({
      words: ['apple', 'pear'],
    });
  });

  it('answers for nothing at all', () => {
    expect(postMarks(null)).toEqual({
      hashtags: [],
      hashtag_spellings: [],
      hashtag_pairs: [],
      mentions: [],
      urls: [],
    });
    expect(postText(null)).toEqual({ clean_text: null, copy_key: null });
    expect(postLanguage(null)).toEqual({ language: null });
    expect(postWords(null)).toEqual({ words: [] });
  });

  it('gives the same whatever was asked before', () => {
    const values = fc.array(
      fc.constantFrom('ok', 'hello my dear old friends', 'guten Morgen ihr lieben Leute', ''),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    const alone = (text: string) => {
      postLanguage(said('reset'));
      return postLanguage(said(text));
    };
    fc.assert(
      fc.property(values, (texts) => {
        expect(texts.map((text) => postLanguage(said(text)))).toEqual(texts.map(alone));
      }),
    );
  });
});
