import { col, eq, isNull, not } from '../../stream/expression.ts';
import { count, distinct, sum } from '../../stream/rollup.ts';

export const posts = count('Posts, each as its last edit says it, without those that were deleted');
export const authors = distinct('author_id', 'Different authors');
export const texts = distinct('copy_key', 'Different texts: near copies are one');
export const engagement = sum('engagement', 'Likes, reposts, replies and quotes of these posts');

/** Of how many posts the mood is known, and what it is. */
export const mood = {
  scored: count('Posts whose mood is known', not(isNull(col('sentiment')))),
  positive: count('Posts in a positive mood', eq(col('sentiment'), 'positive')),
  neutral: count('Posts in no particular mood', eq(col('sentiment'), 'neutral')),
  negative: count('Posts in a negative mood', eq(col('sentiment'), 'negative')),
  polarity: sum('polarity', 'Polarities of these posts, added up'),
};

/** What every report can be narrowed to. */
const filters = ['platform', 'language', 'is_bot'] as const;

export const rollups = {
  post_minutes: {
    about: 'Posts, their authors, engagement and mood by minute',
    grain: 'minute',
    by: ['sentiment', ...filters],
    measures: {
      posts,
      authors,
      texts,
      engagement,
      ...mood,
      originals: count('Posts that are no repost, reply or quote', eq(col('kind'), 'post')),
      replies: count('Replies', eq(col('kind'), 'reply')),
      reposts: count('Reposts', eq(col('kind'), 'repost')),
      quotes: count('Quotes', eq(col('kind'), 'quote')),
    },
  },
  hashtag_hours: {
    about: 'Posts with each hashtag by hour',
    grain: 'hour',
    by: ['hashtag', ...filters],
    measures: { posts, authors, texts, engagement },
  },
  hashtag_spelling_days: {
    about: 'Posts with each spelling of a hashtag by day',
    grain: 'day',
    by: ['spelled_hashtag', 'spelling', 'is_bot'],
    measures: { posts },
  },
  hashtag_pair_days: {
    about: 'Posts with two hashtags together by day',
    grain: 'day',
    by: ['first_hashtag', 'second_hashtag', ...filters],
    measures: { posts, authors },
  },
  word_days: {
    about: 'Posts with each word by day',
    grain: 'day',
    by: ['word', ...filters],
    measures: { posts, authors },
  },
  author_days: {
    about: 'Posts and engagement of each author by day',
    grain: 'day',
    by: ['author_id', 'author_name', ...filters],
    measures: {
      posts,
      texts,
      engagement,
      followers: sum('author_followers', 'Followers at the time of each post, added up'),
      followed: count('Posts whose author’s followers are known', not(isNull(col('author_followers')))),
    },
  },
  source_hours: {
    about: 'Posts from each client by hour',
    grain: 'hour',
    by: ['source', ...filters],
    measures: { posts, authors },
  },
  place_hours: {
    about: 'Posts from each place by hour',
    grain: 'hour',
    by: ['country', 'us_state', 'city', ...filters],
    measures: { posts, authors },
  },
  entity_hours: {
    about: 'Posts that name each person, organisation or place by hour',
    grain: 'hour',
    by: ['entity_type', 'entity', ...filters],
    measures: { posts, authors },
  },
} as const;
