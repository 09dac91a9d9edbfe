// A small stream of posts with mentions, for tests of campaigns.
import { boolean, integer, text, timestamp } from '../../stream/column.ts';
import { defineStream, type Stream } from '../../stream/define.ts';
import { derive } from '../../stream/derived.ts';
import { element } from '../../stream/elements.ts';
import { col, eq } from '../../stream/expression.ts';
import { figure } from '../../stream/report.ts';
import { count, distinct, sum } from '../../stream/rollup.ts';

/** Posts with what a campaign looks at, an edit or a deletion of them, and rollups of mentions. */
export const testTalk: Stream = defineStream({
  name: 'test-talk',
  title: 'Test talk',
  about: 'Posts of a test',
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true }),
    body: text('What it says'),
    lang: text('Language'),
    site: text('Where'),
    who: text('Who'),
    likes: integer('Likes'),
    deleted: boolean('Takes the post back'),
    version: integer('Rises with each edit'),
  },
  id: 'id',
  eventTime: 'at',
  extracted: {},
  derived: {
    hashtags: derive({
      from: 'body',
      gives: { hashtags: 'list' },
      by: (body) => ({
        hashtags: [...new Set((body ?? '').toLowerCase().match(/(?<=#)\p{L}+/gu) ?? [])],
      }),
      about: 'Hashtags',
    }),
  },
  computed: {},
  elements: { hashtag: element('hashtags', 'A hashtag') },
  revisions: { deleted: 'deleted', version: 'version', person: 'who' },
  mentions: {
    about: 'Posts that a campaign found',
    text: ['body'],
    tags: 'hashtags',
    language: 'lang',
    platform: 'site',
    keep: ['who', 'lang', 'site', 'likes', 'hashtags', 'body'],
    rollups: {
      campaign_days: {
        about: 'Mentions by day',
        grain: 'day',
        by: ['campaign'],
        measures: {
          posts: count('Posts'),
          english: count('English posts', eq(col('lang'), 'en')),
          likes: sum('likes', 'Likes'),
          people: distinct('who', 'People'),
        },
      },
      campaign_hashtags: {
        about: 'Hashtags of mentions by hour',
        grain: 'hour',
        by: ['campaign', 'hashtag'],
        measures: { posts: count('Posts'), people: distinct('who', 'People') },
      },
    },
  },
  rollups: {
    talk_days: { about: 'Posts by day', grain: 'day', by: ['lang'], measures: { posts: count('Posts') } },
  },
  reports: {
    'talk-campaign': {
      title: 'A campaign',
      question: 'How much is said?',
      from: 'campaign_days',
      by: [],
      figures: {
        posts: figure('posts', 'posts', 'Posts that match.'),
        english: figure('english', 'posts', 'Posts in English that match.'),
        people: figure('people', 'people', 'Different authors of them.'),
      },
      period: { kind: 'all' },
      parameters: {
        campaign: {
          kind: 'equals',
          dimension: 'campaign',
          required: true,
          about: 'The campaign',
          example: 'summer-sale',
        },
      },
      chart: 'tiles',
    },
    'talk-campaign-hashtags': {
      title: 'Hashtags of a campaign',
      question: 'With which hashtags?',
      from: 'campaign_hashtags',
      by: ['hashtag'],
      figures: {
        posts: figure('posts', 'posts', 'Posts that match.'),
        people: figure('people', 'people', 'Different authors of them.'),
      },
      period: { kind: 'all' },
      order: 'posts',
      limit: 10,
      parameters: {
        campaign: {
          kind: 'equals',
          dimension: 'campaign',
          required: true,
          about: 'The campaign',
          example: 'summer-sale',
        },
      },
      chart: 'bars',
    },
    'talk-share': {
      title: 'Share of voice',
      question: 'Which campaign is spoken of most?',
      from: 'campaign_days',
      by: ['campaign'],
      figures: { posts: figure('posts', 'posts', 'Posts that match.') },
      period: { kind: 'all' },
      order: 'posts',
      chart: 'bars',
    },
    'talk-languages': {
      title: 'Languages',
      question: 'In which language?',
      from: 'talk_days',
      by: ['lang'],
      figures: { posts: figure('posts', 'posts', 'Posts.') },
      period: { kind: 'all' },
      chart: 'bars',
    },
  },
  listings: {
    'talk-campaign-posts': {
      title: 'Posts of a campaign',
      question: 'What is said?',
      from: 'mentions',
      columns: ['id', 'at', 'who', 'body', 'likes', 'hashtags'],
      filters: ['lang'],
      search: ['body'],
      order: 'likes',
      period: { kind: 'all' },
      limit: 20,
      chart: 'cards',
    },
  },
  panels: [{ report: 'talk-languages', title: 'Languages', chart: 'bars', width: 12 }],
  *simulator() {
    for (;;) yield { at: 0, line: '{}' };
  },
  example: { id: '1', at: 1_767_225_600_000, body: 'Summer sale! #sale', lang: 'en', site: 'x', who: 'ann' },
});

/** For worker threads of an engine. */
export function createCatalogue(): readonly Stream[] {
  return [testTalk];
}
