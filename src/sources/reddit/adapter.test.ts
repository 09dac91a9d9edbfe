import { describe, expect, it } from 'vitest';
import { adapt, eventOf } from '../adapting.fixture.ts';
import { reddit } from './adapter.ts';

function post(more: object = {}) {
  return {
    kind: 't3',
    data: {
      id: '1abcde',
      name: 't3_1abcde',
      title: 'My new ring',
      selftext: 'It is **great**',
      is_self: true,
      subreddit: 'jewelry',
      author: 'jane',
      author_fullname: 't2_xyz',
      created_utc: 1767225600.0,
      edited: false,
      score: 12,
      num_comments: 3,
      num_crossposts: 1,
      permalink: '/r/jewelry/comments/1abcde/my_new_ring/',
      url: 'https://www.reddit.com/r/jewelry/comments/1abcde/my_new_ring/',
      removed_by_category: null,
      ...more,
    },
  };
}

const listing = (...children: unknown[]) => ({
  kind: 'Listing',
  data: { after: 't3_x', dist: children.length, children },
});

describe('Reddit', () => {
  it('takes a post', () => {
    expect(adapt(reddit, post())).toEqual([
      {
        id: 'reddit:t3_1abcde',
        platform: 'reddit',
        created_at: '2026-01-01T00:00:00Z',
        author_id: 'reddit:t2_xyz',
        author_name: 'jane',
        text: 'My new ring\n\nIt is **great**',
        url: 'https://www.reddit.com/r/jewelry/comments/1abcde/my_new_ring/',
        likes: 12,
        reposts: 1,
        replies: 3,
      },
    ]);
  });

  it('takes a link, an edit, a crosspost, an unpopular post and a vanished author', () => {
    const event = eventOf(
      reddit,
      post({
        selftext: '',
        is_self: false,
        url: 'https://shop.example/ring',
        edited: 1767225700.0,
        crosspost_parent: 't3_zzz',
        score: -4,
        author: '[deleted]',
        author_fullname: undefined,
      }),
    );
    expect(event).toMatchObject({
      text: 'My new ring',
      links: ['https://shop.example/ring'],
      version: 1767225700,
      repost_of_id: 'reddit:t3_zzz',
      likes: -4,
    });
    expect(event).not.toHaveProperty('author_id');
    expect(event).not.toHaveProperty('author_name');
  });

  it('takes a listing apart, and passes over comments', () => {
    const broken = { kind: 't3', data: { title: 'no id', created_utc: 1 } };
    expect(
      adapt(reddit, listing(post(), { kind: 't1', data: { body: 'x' } }, { kind: 'more', data: {} }, broken)),
    ).toEqual([
      eventOf(reddit, post()),
      { outcome: 'skipped' },
      { outcome: 'skipped' },
      { outcome: 'rejected', reason: 'missing:id', raw: JSON.stringify(broken) },
    ]);
    expect(adapt(reddit, listing())).toEqual([{ outcome: 'skipped' }]);
  });

  it.each([
    { removed_by_category: 'moderator', selftext: 'It is great' },
    { selftext: '[removed]' },
    { selftext: '[deleted]', author: '[deleted]' },
  ])('deletes what was taken away: %j', (more) => {
    const event = eventOf(reddit, post(more));
    expect(event).toMatchObject({
      id: 'reddit:t3_1abcde',
      created_at: '2026-01-01T00:00:00Z',
      deleted: true,
    });
    expect(event).not.toHaveProperty('text');
  });

  it('knows an error reply, and what it says', () => {
    expect(adapt(reddit, { message: 'Forbidden', error: 403 })).toEqual([
      { outcome: 'rejected', reason: 'error_reply' },
    ]);
    expect(reddit.complaint?.({ message: 'Forbidden', error: 403 })).toBe('Forbidden');
    expect(reddit.complaint?.(listing())).toBeNull();
  });

  it.each([
    ['{"kind":"Listing","data":{"children":[', 'not_json'],
    ['{"kind":"Listing"}', 'not_a_message'],
    ['{"kind":"t9","data":{}}', 'not_a_message'],
    [JSON.stringify(post({ created_utc: 'x' })), 'bad:created_at'],
  ])('rejects %s as %s', (line, reason) => {
    expect(adapt(reddit, line)).toEqual([{ outcome: 'rejected', reason }]);
  });
});
