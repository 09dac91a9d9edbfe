/** A declaration with lists, elements, revisions, mentions and listings, for tests of these. */
import { boolean, integer, json, text, timestamp } from '../../../src/stream/column.ts';
import { defineStream } from '../../../src/stream/define.ts';
import { compute, derive } from '../../../src/stream/derived.ts';
import { element, PART_SEPARATOR } from '../../../src/stream/elements.ts';
import { col, concat, gt, union } from '../../../src/stream/expression.ts';
import { figure, ratio } from '../../../src/stream/report.ts';
import { count, distinct, sum } from '../../../src/stream/rollup.ts';

/** The texts of a JSON array, each once. */
export function textsOf(array: string | null): string[] {
  // Anything else that was sent instead of an array is text that may be no JSON.
  const values: unknown = array?.startsWith('[') ? JSON.parse(array) : [];
  return Array.isArray(values)
    ? [...new Set(values.flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : [])))]
    : [];
}

/** `kind:name` for each word in capitals: what it is called, and how many letters it has. */
export function namesOf(body: string | null): string[] {
  const names = new Set((body ?? '').match(/\b[A-Z]{2,}\b/g) ?? []);
  return [...names].map((name) => `${name.length > 3 ? 'LONG' : 'SHORT'}${PART_SEPARATOR}${name}`);
}

const posts = count('Posts');
const authors = distinct('author', 'Different authors');
const period = { kind: 'all' } as const;

export const talk = defineStream({
  name: 'talk',
  title: 'Talk',
  about: 'What people say',
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true }),
    site: text('Where it was said'),
    author: text('Who said it'),
    body: text('What was said'),
    tags: json('Labels, as a JSON array'),
    likes: integer('How many liked it'),
    is_bot: boolean('Said by a robot'),
    deleted: boolean('Takes it back'),
    version: integer('Rises with each edit'),
  },
  id: 'id',
  eventTime: 'at',
  extracted: {},
  derived: {
    labels: derive({
      from: 'tags',
      gives: { labels: 'list' },
      by: (tags) => ({ labels: textsOf(tags) }),
      stored: false,
      about: 'Labels that were given',
    }),
    body: derive({
      from: 'body',
      gives: { hashes: 'list', names: 'list', letters: 'integer' },
      by: (body) => ({
        hashes: [...new Set((body ?? '').toLowerCase().match(/(?<=#)\p{L}+/gu) ?? [])],
        names: namesOf(body),
        letters: (body ?? '').length,
      }),
      about: 'What the text holds',
    }),
  },
  computed: {
    topics: compute('list', union(col('labels'), col('hashes')), 'Labels and hashtags'),
    address: compute('text', concat(col('site'), '/', col('id'), '?', col('letters')), 'Where it stands'),
  },
  bots: 'is_bot',
  elements: {
    topic: element('topics', 'A label or a hashtag'),
    name_kind: element('names', 'How long a name is', 0),
    name: element('names', 'A name', 1),
    third: element('names', 'A part that no name has', 2),
  },
  revisions: { deleted: 'deleted', version: 'version', person: 'author' },
  mentions: {
    about: 'What campaigns found',
    text: ['body'],
    tags: 'topics',
    language: undefined,
    platform: 'site',
    keep: ['author', 'site', 'likes', 'topics', 'body', 'is_bot'],
    rollups: {
      found_days: {
        about: 'Found by day',
        grain: 'day',
        by: ['campaign', 'is_bot'],
        measures: { posts, likes: sum('likes', 'Likes'), authors },
      },
      found_topics: {
        about: 'Topics of what was found',
        grain: 'day',
        by: ['campaign', 'topic', 'is_bot'],
        measures: { posts, authors },
      },
    },
  },
  rollups: {
    site_minutes: {
      about: 'By site and minute',
      grain: 'minute',
      by: ['site', 'is_bot'],
      measures: { posts, likes: sum('likes', 'Likes'), authors },
    },
    topic_hours: {
      about: 'By topic and hour',
      grain: 'hour',
      by: ['topic', 'is_bot'],
      measures: { posts, likes: sum('likes', 'Likes'), authors },
    },
    topic_days: {
      about: 'By topic, site and day',
      grain: 'day',
      by: ['topic', 'site', 'is_bot'],
      measures: { posts, liked: count('Liked', gt(col('likes'), 5)), authors },
    },
    liked_topic_days: {
      about: 'Topics of what was liked',
      where: gt(col('likes'), 5),
      grain: 'day',
      by: ['topic', 'is_bot'],
      measures: { posts },
    },
    name_days: {
      about: 'By name and day',
      grain: 'day',
      by: ['name_kind', 'name', 'is_bot'],
      measures: { posts, likes: sum('likes', 'Likes'), authors },
    },
    kind_days: {
      about: 'By kind of name and day',
      grain: 'day',
      by: ['name_kind', 'third', 'is_bot'],
      measures: { posts, authors },
    },
    topic_name_days: {
      about: 'Names beside topics',
      grain: 'day',
      by: ['topic', 'name', 'is_bot'],
      measures: { posts, authors },
    },
  },
  reports: {
    'talk-topics': {
      title: 'Topics',
      question: 'What is talked about?',
      from: 'topic_days',
      by: ['topic'],
      figures: {
        posts: figure('posts', 'posts', 'Posts.'),
        authors: figure('authors', 'people', 'Different authors.'),
        posts_each: ratio({ of: 'posts', per: 'liked', unit: 'posts', explain: 'Posts by liked ones.' }),
      },
      parameters: {
        site: { kind: 'equals', dimension: 'site', required: false, about: 'Where', example: 'a' },
        topic: { kind: 'equals', dimension: 'topic', required: false, about: 'Topic', example: 'tea' },
      },
      period,
      order: 'posts',
      limit: 20,
      chart: 'words',
    },
    'talk-names': {
      title: 'Names',
      question: 'Who is talked about?',
      from: 'name_days',
      by: ['$by'],
      known: ['$by'],
      figures: {
        posts: figure('posts', 'posts', 'Posts, once for each name.'),
        authors: figure('authors', 'people', 'Different authors.'),
      },
      parameters: {
        by: { kind: 'by', choices: { name: 'name', kind: 'name_kind' }, about: 'What makes a row' },
        kind: { kind: 'equals', dimension: 'name_kind', required: false, about: 'Kind', example: 'LONG' },
      },
      period,
      order: 'posts',
      limit: 20,
      chart: 'bars',
    },
    'talk-totals': {
      title: 'Talk with a topic',
      question: 'How many people name a topic?',
      from: 'topic_hours',
      by: [],
      figures: {
        posts: figure('posts', 'posts', 'Posts, once for each topic.'),
        authors: figure('authors', 'people', 'Different authors of posts with a topic.'),
      },
      period,
      chart: 'tiles',
    },
  },
  listings: {
    'talk-posts': {
      title: 'Posts',
      question: 'What was said?',
      from: 'events',
      columns: ['at', 'site', 'author', 'body', 'likes', 'topics', 'is_bot'],
      rename: { body: 'said' },
      filters: ['site', 'author'],
      search: ['body', 'topics'],
      order: 'at',
      period,
      limit: 10,
      chart: 'cards',
      notes: 'As it was said.',
    },
    'talk-liked': {
      title: 'Most liked posts',
      question: 'What do people like?',
      from: 'events',
      columns: ['id', 'likes'],
      filters: [],
      search: [],
      order: 'likes',
      period: { kind: 'latest-day' },
      limit: 3,
      chart: 'table',
    },
    'talk-found': {
      title: 'Found posts',
      question: 'What did a campaign find?',
      from: 'mentions',
      columns: ['at', 'id', 'body'],
      filters: ['site'],
      search: ['body'],
      order: 'likes',
      period,
      limit: 10,
      chart: 'cards',
    },
  },
  panels: [
    { report: 'talk-topics', title: 'Topics', chart: 'words', width: 6 },
    { report: 'talk-posts', title: 'Posts', chart: 'cards', width: 12, set: { query: 'tea', limit: '5' } },
  ],
  simulator: function* () {
    for (;;) yield { at: 0, line: '{}' };
  },
  example: { id: '1', at: 1767225600, body: 'tea #tea' },
});

/** For engines that load a catalogue of their own. */
export function createCatalogue() {
  return [talk];
}
