import { describe, expect, it } from 'vitest';
import { PART_SEPARATOR } from '../../stream/elements.ts';
import { articleLanguage, articleMood, articleNames, articleWords } from './told.ts';

/** As the declaration joins them. */
function told(title: string, { lang = '', description = '', content = '' } = {}): string {
  return [lang, title, description, content].join(PART_SEPARATOR);
}

describe('what is derived from what an article tells', () => {
  it('has the words of title, description and text, each once, without what NewsAPI puts behind', () => {
    const article = told('Storm hits Berlin', {
      lang: 'en',
      description: 'A heavy storm has hit Berlin.',
      content: 'A heavy storm has hit Berlin. Trains stand still… [+4711 chars]',
    });
    expect(articleWords(article).words).toEqual([
      'storm',
      'hits',
      'berlin',
      'heavy',
      'hit',
      'trains',
      'stand',
    ]);
  });

  it('finds the language in all of it', () => {
    expect(
      articleLanguage(told('Sturm', { description: 'Ein schwerer Sturm hat gestern Berlin getroffen' })),
    ).toEqual({ language: 'de' });
  });

  it('has no mood and no names in a language that the models do not know', () => {
    const german = told('Schrecklicher Sturm in Berlin', { lang: 'de' });
    expect(articleMood(german).sentiment).toBeNull();
    expect(articleNames(german)).toEqual({ entities: [] });
  });

  it('answers for nothing at all', () => {
    expect(articleLanguage(null)).toEqual({ language: null });
    expect(articleMood(null).polarity).toBeNull();
    expect(articleWords(null)).toEqual({ words: [] });
  });
});
