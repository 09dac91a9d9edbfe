import { describe, expect, it } from 'vitest';
import { talk } from '../../../test/golden/types/talk.ts';
import { checkCatalogue, faultsOf } from '../check.ts';
import { col, eq } from '../expression.ts';
import { count, distinct, max } from '../rollup.ts';
import { type Case, change, surprises } from './change.fixture.ts';

const posts = count('Posts');
const star = { fact: 'fact_talk', about: 'x', where: eq(col('site'), 'a'), measures: { posts } };

const CASES: readonly Case[] = [
  [
    'an element of a column that is no list',
    'elements/topic/list',
    'body',
    [['elements.topic.list', '"body" is a text, not a list']],
  ],
  [
    'an element of a list that is not stored',
    'elements/topic/list',
    'labels',
    [
      ['elements.topic.list', 'no stored column "labels"'],
      ['mentions.rollups.found_topics.by', 'which mentions do not keep'],
    ],
  ],
  [
    'an element with the name of a column',
    'elements/site',
    talk.elements['topic'],
    [['elements.site', 'a column "site" as well']],
  ],
  ['half a part', 'elements/name/part', 0.5, [['elements.name.part', 'no part 0.5']]],
  [
    'an element with the name of a parameter',
    'elements/day',
    talk.elements['topic'],
    [['elements.day', 'reserved']],
  ],
  [
    'a rollup by a list',
    'rollups/topic_hours/by',
    ['topics', 'is_bot'],
    [['rollups.topic_hours.by', '"topics" is a list']],
  ],
  [
    'a distinct count of an element',
    'rollups/site_minutes/measures/topics',
    distinct('topic', 'Topics'),
    [['rollups.site_minutes.measures.topics', 'an element of a list']],
  ],
  [
    'a filter that reads an element',
    'rollups/topic_hours/where',
    eq(col('topic'), 'tea'),
    [['rollups.topic_hours.where', 'an element of a list']],
  ],
  [
    'a star by an element, of events that are taken back',
    'star',
    { ...star, dimensions: { topic: { key: 'topic' } } },
    [
      ['star.dimensions.topic.key', 'an element of a list'],
      ['star', 'taken back'],
    ],
  ],
  [
    'a maximum of what may be taken back',
    'rollups/topic_hours/measures/most',
    max('likes', 'Most likes'),
    [['rollups.topic_hours.measures.most', 'nobody knows which would be next']],
  ],
  [
    'no count of all events that may be taken back',
    'rollups/liked_topic_days/measures',
    { popular: count('Popular', eq(col('likes'), 9)) },
    [['rollups.liked_topic_days.measures', 'no count of all']],
  ],
  [
    'a mark of deletions that is no boolean',
    'revisions/deleted',
    'likes',
    [['revisions.deleted', '"likes" is a integer']],
  ],
  [
    'a version that is required',
    'columns/version/required',
    true,
    [
      ['revisions.version', 'required'],
      ['example', 'missing:version'],
    ],
  ],
  ['a person that is derived from nothing', 'revisions/person', 'who', [['revisions.person', '"who"']]],
  ['words looked for in a list', 'mentions/text', ['topics'], [['mentions.text', '"topics" is a list']]],
  ['hashtags that are no list', 'mentions/tags', 'body', [['mentions.tags', '"body" is a text']]],
  [
    'a mention that keeps what is kept anyway',
    'mentions/keep',
    [...(talk.mentions?.keep ?? []), 'id'],
    [['mentions.keep', '"id" is kept anyway']],
  ],
  [
    'a mention that does not keep what is counted',
    'mentions/keep',
    ['author', 'site', 'likes', 'body', 'is_bot'],
    [['mentions.rollups.found_topics.by', 'which mentions do not keep']],
  ],
  [
    'a rollup of mentions with the name of another table',
    'mentions/rollups/topic_hours',
    { about: 'x', grain: 'day', by: ['campaign', 'is_bot'], measures: { posts } },
    [['mentions.rollups.topic_hours', 'that of rollups.topic_hours']],
  ],
  [
    'a listing with the name of a report',
    'listings/talk-names',
    talk.listings['talk-liked'],
    [['listings.talk-names', 'a report has this name']],
  ],
  [
    'a listing of mentions where there are none',
    'mentions',
    undefined,
    [['listings.talk-found.from', 'keeps no mentions']],
  ],
  [
    'a listing of an unknown column, and of one that is not stored',
    'listings/talk-posts/columns',
    ['at', 'body', 'colour', 'labels'],
    [
      ['listings.talk-posts.columns', '"colour"'],
      ['listings.talk-posts.columns', '"labels"'],
    ],
  ],
  [
    'a listing of mentions that shows what they do not keep',
    'listings/talk-found/columns',
    ['names'],
    [['listings.talk-found.columns', 'mentions keep no column "names"']],
  ],
  [
    'a filter by robots, which all reports have',
    'listings/talk-posts/filters',
    ['is_bot'],
    [['listings.talk-posts.filters', 'already']],
  ],
  [
    'a filter by a number',
    'listings/talk-posts/filters',
    ['likes'],
    [['listings.talk-posts.filters', '"likes" is a integer']],
  ],
  [
    'words that are looked for in a number',
    'listings/talk-posts/search',
    ['likes'],
    [['listings.talk-posts.search', '"likes" is a integer']],
  ],
  [
    'an order by text',
    'listings/talk-posts/order',
    'body',
    [['listings.talk-posts.order', '"body" is a text']],
  ],
  [
    'two columns with one heading',
    'listings/talk-posts/rename/body',
    'site',
    [['listings.talk-posts', 'the heading "site"']],
  ],
  [
    'a listing without an end',
    'listings/talk-posts/limit',
    0,
    [['listings.talk-posts.limit', 'cannot be 0']],
  ],
  [
    'a listing drawn as bars, with figures',
    'panels/1',
    { report: 'talk-posts', title: 'Posts', chart: 'bars', width: 6, figures: ['posts'] },
    [
      ['panels[1] "Posts"', 'cannot be drawn as bars'],
      ['panels[1] "Posts"', 'no figures'],
    ],
  ],
  [
    'a listing with a parameter that it has not',
    'panels/1/set',
    { topic: 'tea' },
    [['panels[1] "Posts"', 'no parameter "topic"']],
  ],
  ['a report drawn as cards', 'panels/0/chart', 'cards', [['panels[0] "Topics"', 'listings']]],
];

describe('the faults of lists, elements, revisions, mentions and listings', () => {
  it('are none in a sound declaration', () => {
    expect(faultsOf(talk)).toEqual([]);
  });

  it.each(CASES)('%s', (...one) => {
    expect(surprises(talk, one)).toEqual([]);
  });

  it('tell two streams that have a report and a listing of one name', () => {
    const other = change(talk, 'name', 'other');
    const only = {
      ...other,
      reports: {},
      panels: [],
      listings: { 'talk-names': talk.listings['talk-liked'] },
    };
    expect(() => checkCatalogue([talk, only as typeof talk])).toThrow(
      'talk and other, reports.talk-names: two streams have a report of this name',
    );
  });
});
