import { describe, expect, it } from 'vitest';
import { adapt, eventOf } from '../adapting.fixture.ts';
import { mastodon } from './adapter.ts';

/** As the documentation of Mastodon shows it, shortened. */
const STATUS = {
  id: '103270115826048975',
  created_at: '2019-12-08T03:48:33.901Z',
  in_reply_to_id: null,
  in_reply_to_account_id: null,
  sensitive: false,
  spoiler_text: '',
  visibility: 'public',
  language: 'en',
  uri: 'https://mastodon.social/users/Gargron/statuses/103270115826048975',
  url: 'https://mastodon.social/@Gargron/103270115826048975',
  replies_count: 5,
  reblogs_count: 6,
  favourites_count: 11,
  edited_at: null,
  content:
    '<p>&quot;I lost my inheritance with one wrong digit on my sort code&quot;</p><p><a href="https://www.theguardian.com/money/2019/dec/07/i-lost" rel="nofollow noopener noreferrer" target="_blank"><span class="invisible">https://www.</span><span class="ellipsis">theguardian.com/money/2019/dec</span><span class="invisible">/07/i-lost</span></a></p>',
  reblog: null,
  application: { name: 'Web', website: null },
  account: {
    id: '1',
    username: 'Gargron',
    acct: 'Gargron',
    display_name: 'Eugen',
    bot: false,
    url: 'https://mastodon.social/@Gargron',
    followers_count: 322930,
    following_count: 459,
    statuses_count: 61323,
  },
  media_attachments: [],
  mentions: [],
  tags: [{ name: 'money', url: 'https://mastodon.social/tags/money' }],
  emojis: [],
  card: { url: 'https://www.theguardian.com/money/2019/dec/07/i-lost', title: 'I lost', type: 'link' },
  poll: null,
};

describe('Mastodon', () => {
  it('takes a status', () => {
    expect(adapt(mastodon, STATUS)).toEqual([
      {
        id: 'mastodon:103270115826048975',
        platform: 'mastodon',
        created_at: '2019-12-08T03:48:33.901Z',
        author_id: 'https://mastodon.social/@Gargron',
        author_name: 'Gargron',
        author_followers: 322930,
        author_bot: false,
        text: '"I lost my inheritance with one wrong digit on my sort code"\n\nhttps://www.theguardian.com/money/2019/dec/07/i-lost',
        lang: 'en',
        source: 'Web',
        url: 'https://mastodon.social/@Gargron/103270115826048975',
        likes: 11,
        reposts: 6,
        replies: 5,
        tags: ['money'],
        links: ['https://www.theguardian.com/money/2019/dec/07/i-lost'],
      },
    ]);
  });

  it('takes new and edited statuses from server-sent events and WebSocket messages alike', () => {
    const edited = { ...STATUS, edited_at: '2019-12-08T04:00:00.000Z', content: '<p>edited</p>' };
    for (const [event, status] of [
      ['update', STATUS],
      ['status.update', edited],
    ] as const) {
      const text = JSON.stringify(status);
      const fromSocket = { stream: ['public'], event, payload: text };
      expect(adapt(mastodon, { event, text })).toEqual(adapt(mastodon, status));
      expect(adapt(mastodon, fromSocket)).toEqual(adapt(mastodon, status));
    }
    expect(eventOf(mastodon, edited)).toMatchObject({ text: 'edited', version: Date.UTC(2019, 11, 8, 4) });
  });

  it('deletes by the id alone, which tells when the status was made', () => {
    const deletion = {
      id: 'mastodon:103270115826048975',
      platform: 'mastodon',
      created_at: '2019-12-08T03:48:33.902Z',
      deleted: true,
    };
    const messages = [
      { event: 'delete', text: '103270115826048975' },
      { stream: ['public'], event: 'delete', payload: '103270115826048975' },
    ];
    for (const message of messages) {
      const [found] = adapt(mastodon, message);
      expect(found).toMatchObject({
        ...deletion,
        created_at: expect.stringMatching(/^2019-12-08T03:48:3\d/),
      });
    }
    expect(adapt(mastodon, { event: 'delete', text: 'abc' })).toEqual([
      { outcome: 'rejected', reason: 'missing:created_at' },
    ]);
  });

  it('makes a boost a post without figures, with the text of what it boosts', () => {
    const boost = {
      ...STATUS,
      id: '2',
      content: '',
      favourites_count: 3,
      reblog: { ...STATUS, id: '1', content: '<p>original #x</p>', tags: [{ name: 'x' }] },
    };
    const event = eventOf(mastodon, boost);
    expect(event).toMatchObject({
      id: 'mastodon:2',
      repost_of_id: 'mastodon:1',
      text: 'original #x',
      tags: ['x'],
    });
    expect(event).not.toHaveProperty('likes');
  });

  it('reads replies, quotes, warnings, robots and servers without figures', () => {
    const event = eventOf(mastodon, {
      ...STATUS,
      in_reply_to_id: '9',
      spoiler_text: 'Food',
      content: '<p>Pasta</p>',
      quote: { state: 'accepted', quoted_status: { id: '8' } },
      quotes_count: 4,
      favourites_count: -3,
      language: 'und',
      account: { id: '5', acct: 'weather@bots.example', bot: true, followers_count: '12' },
      application: null,
      card: null,
      tags: null,
    });
    expect(event).toMatchObject({
      reply_to_id: 'mastodon:9',
      quote_of_id: 'mastodon:8',
      text: 'Food\n\nPasta',
      quotes: 4,
      likes: -3,
      author_id: 'mastodon:5',
      author_name: 'weather@bots.example',
      author_bot: true,
      author_followers: '12',
    });
    expect(event).not.toHaveProperty('lang');
    expect(event).not.toHaveProperty('source');
  });

  it('passes over what is no public post', () => {
    const others = [
      { event: 'notification', text: '{"id":"1","type":"mention"}' },
      { event: 'filters_changed', text: 'undefined' },
      { stream: ['user'], event: 'filters_changed' },
      { ...STATUS, visibility: 'private' },
      { event: 'update', text: JSON.stringify({ ...STATUS, visibility: 'direct' }) },
    ];
    for (const other of others) expect(adapt(mastodon, other)).toEqual([{ outcome: 'skipped' }]);
  });

  it.each([
    [{ event: 'update', text: '{"id":"1","created_at":' }, 'not_json'],
    [{ event: 'update', text: '[]' }, 'not_an_object'],
    [{ event: 'update', text: '{"id":"1"}' }, 'not_a_message'],
    [{ event: 'unheard of', text: '{}' }, 'not_a_message'],
    [{ stream: ['public'], event: 'update', payload: '{"id":' }, 'not_json'],
    [{ error: 'Missing access token' }, 'error_reply'],
    [{ hello: 1 }, 'not_a_message'],
    [{ ...STATUS, id: null }, 'missing:id'],
    [{ ...STATUS, created_at: 'yesterday' }, 'bad:created_at'],
    [{ ...STATUS, created_at: null }, 'missing:created_at'],
  ])('rejects %j as %s', (message, reason) => {
    expect(adapt(mastodon, message)).toEqual([{ outcome: 'rejected', reason }]);
  });
});
