import { col, eq, isNull, not } from '../../stream/expression.ts';
import { count, sum } from '../../stream/rollup.ts';
import { authors, engagement, mood, posts, texts } from './rollups.ts';

const filters = ['platform', 'language', 'is_bot'] as const;

/** Posts that speak of a campaign, and what is counted of them. */
export const mentions = {
  about: 'Posts that speak of a campaign: by a word, a phrase or a hashtag of it',
  text: ['text'],
  tags: 'hashtags',
  language: 'language',
  platform: 'platform',
  keep: [
    'author_id',
    'author_name',
    'author_followers',
    'platform',
    'language',
    'is_bot',
    'kind',
    'source',
    'text',
    'url',
    'likes',
    'reposts',
    'replies',
    'quotes',
    'engagement',
    'sentiment',
    'polarity',
    'country',
    'us_state',
    'city',
    'copy_key',
    'hashtags',
    'words',
    'entities',
  ],
  rollups: {
    campaign_minutes: {
      about: 'Posts about each campaign by minute',
      grain: 'minute',
      by: ['campaign', 'sentiment', ...filters],
      measures: {
        posts,
        authors,
        texts,
        engagement,
        ...mood,
        from_usa: count('Posts from the USA', eq(col('country'), 'US')),
      },
    },
    campaign_hashtag_hours: {
      about: 'Posts about each campaign with each hashtag by hour',
      grain: 'hour',
      by: ['campaign', 'hashtag', ...filters],
      measures: { posts, authors, engagement },
    },
    campaign_word_hours: {
      about: 'Posts about each campaign with each word by hour',
      grain: 'hour',
      by: ['campaign', 'word', ...filters],
      measures: { posts, authors },
    },
    campaign_author_hours: {
      about: 'Posts about each campaign of each author by hour',
      grain: 'hour',
      by: ['campaign', 'author_id', 'author_name', ...filters],
      measures: {
        posts,
        engagement,
        followers: sum('author_followers', 'Followers at the time of each post, added up'),
        followed: count('Posts whose author’s followers are known', not(isNull(col('author_followers')))),
      },
    },
    campaign_place_hours: {
      about: 'Posts about each campaign from each place by hour',
      grain: 'hour',
      by: ['campaign', 'country', 'us_state', 'city', ...filters],
      measures: { posts, authors },
    },
    campaign_source_hours: {
      about: 'Posts about each campaign from each client by hour',
      grain: 'hour',
      by: ['campaign', 'source', ...filters],
      measures: { posts, authors },
    },
    campaign_entity_hours: {
      about: 'Posts about each campaign that name each person, organisation or place by hour',
      grain: 'hour',
      by: ['campaign', 'entity_type', 'entity', ...filters],
      measures: { posts, authors },
    },
  },
} as const;
