import { describe, expect, it } from 'vitest';
import { adapt, eventOf } from '../adapting.fixture.ts';
import { x } from './adapter.ts';

const LINE = {
  data: {
    id: '1900000000000000002',
    text: 'Loving the new ring 💍 #aurora https://t.co/abc',
    author_id: '42',
    created_at: '2026-03-01T12:00:00.000Z',
    lang: 'en',
    edit_history_tweet_ids: ['1900000000000000001', '1900000000000000002'],
    public_metrics: {
      retweet_count: 2,
      reply_count: 3,
      like_count: 5,
      quote_count: 1,
      bookmark_count: 9,
      impression_count: 100,
    },
    entities: {
      hashtags: [{ start: 23, end: 30, tag: 'aurora' }],
      urls: [
        {
          start: 31,
          end: 47,
          url: 'https://t.co/abc',
          expanded_url: 'https://shop.example/rings?utm_source=x',
        },
      ],
    },
    referenced_tweets: [
      { type: 'replied_to', id: '7' },
      { type: 'quoted', id: '8' },
    ],
    geo: { place_id: 'p1', coordinates: { type: 'Point', coordinates: [-73.99, 40.73] } },
  },
  includes: {
    users: [
      { id: '41', username: 'other' },
      {
        id: '42',
        username: 'jane',
        name: 'Jane Doe',
        location: 'NYC',
        public_metrics: { followers_count: 1234 },
      },
    ],
    places: [{ id: 'p1', full_name: 'Manhattan, NY', country_code: 'US', place_type: 'city' }],
  },
  matching_rules: [{ id: '1', tag: 'rings' }],
};

describe('X', () => {
  it('takes a line of a stream', () => {
    expect(adapt(x, LINE)).toEqual([
      {
        id: 'x:1900000000000000001',
        platform: 'x',
        created_at: '2026-03-01T12:00:00Z',
        version: 2,
        author_id: 'x:42',
        author_name: 'jane',
        author_followers: 1234,
        text: 'Loving the new ring 💍 #aurora https://t.co/abc',
        lang: 'en',
        location: 'Manhattan, NY',
        lat: 40.73,
        lon: -73.99,
        url: 'https://x.com/jane/status/1900000000000000002',
        likes: 5,
        reposts: 2,
        replies: 3,
        quotes: 1,
        reply_to_id: 'x:7',
        quote_of_id: 'x:8',
        tags: ['aurora'],
        links: ['https://shop.example/rings?utm_source=x'],
      },
    ]);
  });

  it('takes the few fields that are sent when no others were asked for', () => {
    const { id, text } = LINE.data;
    expect(adapt(x, { data: { id, text, edit_history_tweet_ids: [id] } })).toEqual([
      { outcome: 'rejected', reason: 'missing:created_at' },
    ]);
    expect(eventOf(x, { data: { id, text, created_at: '2026-03-01T12:00:00.000Z' } })).toEqual({
      id: `x:${id}`,
      platform: 'x',
      created_at: '2026-03-01T12:00:00Z',
      version: 1,
      text,
      url: `https://x.com/i/status/${id}`,
    });
  });

  it('makes a retweet a post without figures, with the whole text of what it repeats', () => {
    const whole = `${'long '.repeat(60)}end`;
    const event = eventOf(x, {
      data: {
        ...LINE.data,
        text: `RT @bob: ${whole.slice(0, 120)}…`,
        referenced_tweets: [{ type: 'retweeted', id: '9' }],
        lang: 'und',
      },
      includes: {
        ...LINE.includes,
        tweets: [{ id: '9', text: whole.slice(0, 200), note_tweet: { text: whole } }],
        places: [],
      },
    });
    expect(event).toMatchObject({ repost_of_id: 'x:9', text: `RT @bob: ${whole}`, location: 'NYC' });
    expect(event).not.toHaveProperty('likes');
    expect(event).not.toHaveProperty('lang');
  });

  it('takes a search reply apart', () => {
    const { data, includes } = LINE;
    const reply = {
      data: [data, { ...data, id: undefined, edit_history_tweet_ids: [] }, 7],
      includes,
      meta: { result_count: 3 },
    };
    expect(adapt(x, reply)).toEqual([
      eventOf(x, LINE),
      { outcome: 'rejected', reason: 'missing:id', raw: JSON.stringify({ data: reply.data[1] }) },
      { outcome: 'rejected', reason: 'not_a_message', raw: '{"data":7}' },
    ]);
    expect(adapt(x, { meta: { result_count: 0 } })).toEqual([{ outcome: 'skipped' }]);
  });

  it('deletes by notices of compliance', () => {
    const notice = {
      tweet: { id: '601430178305220608', author_id: '3198576760' },
      event_at: '2022-12-23T12:34:56.789Z',
    };
    const deletion = {
      id: 'x:601430178305220608',
      platform: 'x',
      created_at: '2022-12-23T12:34:56.789Z',
      deleted: true,
    };
    expect(adapt(x, { data: { delete: notice } })).toEqual([{ ...deletion, author_id: 'x:3198576760' }]);
    const job = {
      id: '601430178305220608',
      action: 'delete',
      created_at: '2015-01-01T00:00:00.000Z',
      redacted_at: '2022-12-23T12:34:56.789Z',
      reason: 'deleted',
    };
    expect(adapt(x, job)).toEqual([deletion]);
  });

  it('passes over other notices', () => {
    const others = [
      {
        data: {
          tweet_edit: {
            tweet: { id: '1', edit_tweet_ids: ['1', '2'] },
            event_at: '2022-12-23T12:34:56.789Z',
          },
        },
      },
      { data: { user_delete: { user: { id: '1' }, event_at: '2022-12-23T12:34:56.789Z' } } },
      { data: { withheld: {} } },
      { id: '1', action: 'scrub_geo', redacted_at: '2022-12-23T12:34:56.789Z' },
      {
        errors: [
          { title: 'operational-disconnect', disconnect_type: 'UpstreamOperationalDisconnect', detail: 'x' },
        ],
      },
    ];
    for (const other of others) expect(adapt(x, other)).toEqual([{ outcome: 'skipped' }]);
  });

  it('knows an error reply, and what it says', () => {
    const unauthorised = { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' };
    expect(adapt(x, unauthorised)).toEqual([{ outcome: 'rejected', reason: 'error_reply' }]);
    expect(x.complaint?.(unauthorised)).toBe('Unauthorized');
    expect(x.complaint?.(LINE)).toBeNull();
  });

  it.each([
    ['{"data":{"id":"1","te', 'not_json'],
    ['{}', 'not_a_message'],
    ['{"data":{}}', 'not_a_message'],
    ['{"data":null}', 'not_a_message'],
    ['{"data":{"id":9007199254740993,"text":"x","created_at":"2026-01-01T00:00:00Z"}}', 'missing:id'],
    ['{"data":{"id":"1","text":"x","created_at":"Thu Jan 01"}}', 'bad:created_at'],
  ])('rejects %s as %s', (line, reason) => {
    expect(adapt(x, line)).toEqual([{ outcome: 'rejected', reason }]);
  });
});
