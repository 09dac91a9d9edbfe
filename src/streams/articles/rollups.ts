import { col, eq, isNull, not } from '../../stream/expression.ts';
import { count, distinct, sum } from '../../stream/rollup.ts';

const articles = count('Articles, each as it was last updated, without those that were withdrawn');
const sources = distinct('source_name', 'Different papers, agencies and sites');
const mood = {
  scored: count('Articles whose mood is known', not(isNull(col('sentiment')))),
  positive: count('Articles in a positive mood', eq(col('sentiment'), 'positive')),
  negative: count('Articles in a negative mood', eq(col('sentiment'), 'negative')),
  polarity: sum('polarity', 'Polarities of these articles, added up'),
};

export const rollups = {
  article_hours: {
    about: 'Articles of each source by hour, and their mood',
    grain: 'hour',
    by: ['source_name', 'language'],
    measures: { articles, sources, ...mood },
  },
  article_entity_hours: {
    about: 'Articles that name each person, organisation or place by hour',
    grain: 'hour',
    by: ['entity_type', 'entity', 'language'],
    measures: { articles, sources },
  },
  article_word_days: {
    about: 'Articles with each word by day',
    grain: 'day',
    by: ['word', 'language'],
    measures: { articles, sources },
  },
} as const;

/** Articles that speak of a campaign, and what is counted of them. */
export const mentions = {
  about: 'Articles that speak of a campaign: by a word or a phrase of it in title, description or text',
  text: ['title', 'description', 'content'],
  tags: undefined,
  language: 'language',
  platform: undefined,
  keep: [
    'source_name',
    'author',
    'title',
    'description',
    'url',
    'language',
    'sentiment',
    'polarity',
    'words',
    'entities',
  ],
  rollups: {
    campaign_article_hours: {
      about: 'Articles about each campaign by hour',
      grain: 'hour',
      by: ['campaign', 'source_name', 'language'],
      measures: { articles, sources, ...mood },
    },
    campaign_article_entity_hours: {
      about: 'Articles about each campaign that name each person, organisation or place by hour',
      grain: 'hour',
      by: ['campaign', 'entity_type', 'entity', 'language'],
      measures: { articles, sources },
    },
  },
} as const;
