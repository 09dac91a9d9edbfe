/** For tests: a message of each source that says all it can, by the names of the adapters. */
export const SAMPLES: Readonly<Record<string, string>> = {
  combined:
    '1.2.3.4 - jo [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 2326 "https://b.example/" "Mozilla/5.0"',
  jetstream: json({
    did: 'did:plc:a',
    time_us: 1779719009157119,
    kind: 'commit',
    commit: {
      rev: '3mmoojpaqkn2z',
      operation: 'update',
      collection: 'app.bsky.feed.post',
      rkey: '3mmoojp4cd223',
      record: {
        text: '#tag',
        langs: ['en'],
        facets: [
          {
            index: { byteStart: 0, byteEnd: 4 },
            features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'tag' }],
          },
        ],
        reply: { parent: { uri: 'at://did:plc:b/app.bsky.feed.post/1' } },
        embed: {
          record: { record: { uri: 'at://did:plc:c/app.bsky.feed.post/2' } },
          media: { external: { uri: 'https://a.example/' } },
        },
      },
    },
  }),
  mastodon: json({
    id: '103270115826048975',
    created_at: '2019-12-08T03:48:33.901Z',
    edited_at: '2019-12-08T04:00:00Z',
    in_reply_to_id: '9',
    spoiler_text: 'Warning',
    visibility: 'public',
    language: 'en',
    url: 'https://social.example/@jo/1',
    replies_count: 5,
    reblogs_count: 6,
    favourites_count: 11,
    quotes_count: 1,
    content: '<p>Hello <a href="https://a.example/">a</a></p>',
    application: { name: 'Web' },
    account: { id: '1', acct: 'jo', bot: true, url: 'https://social.example/@jo', followers_count: 3 },
    tags: [{ name: 'x' }],
    quote: { quoted_status: { id: '7' } },
  }),
  x: json({
    data: {
      id: '2',
      text: 'Hello #x',
      author_id: '42',
      created_at: '2026-03-01T12:00:00.000Z',
      lang: 'en',
      source: 'Web',
      edit_history_tweet_ids: ['1', '2'],
      public_metrics: { retweet_count: 2, reply_count: 3, like_count: 5, quote_count: 1 },
      entities: { hashtags: [{ tag: 'x' }], urls: [{ expanded_url: 'https://a.example/' }] },
      referenced_tweets: [
        { type: 'replied_to', id: '7' },
        { type: 'quoted', id: '8' },
      ],
      geo: { place_id: 'p', coordinates: { coordinates: [-73.99, 40.73] } },
    },
    includes: {
      users: [{ id: '42', username: 'jo', public_metrics: { followers_count: 1 } }],
      places: [{ id: 'p', full_name: 'Manhattan, NY' }],
    },
  }),
  telegram: json({
    update_id: 10,
    edited_channel_post: {
      message_id: 5,
      date: 1767225600,
      edit_date: 1767225700,
      chat: { id: -100, type: 'channel', title: 'News', username: 'news' },
      text: '#x https://a.example/',
      entities: [
        { type: 'hashtag', offset: 0, length: 2 },
        { type: 'url', offset: 3, length: 18 },
      ],
      reply_to_message: { message_id: 4 },
      forward_origin: { chat: { id: -200 }, message_id: 1 },
      location: { latitude: 52.5, longitude: 13.4 },
    },
  }),
  reddit: json({
    kind: 't3',
    data: {
      name: 't3_1',
      title: 'A ring',
      is_self: false,
      author: 'jo',
      author_fullname: 't2_x',
      created_utc: 1767225600.0,
      edited: 1767225700.0,
      score: 12,
      num_comments: 3,
      num_crossposts: 1,
      permalink: '/r/x/comments/1/',
      url: 'https://a.example/',
      crosspost_parent: 't3_0',
    },
  }),
  newsapi: json({
    status: 'ok',
    articles: [
      {
        source: { id: null, name: 'Times' },
        author: 'Jo',
        title: 'Rings',
        description: 'About rings',
        url: 'https://a.example/',
        publishedAt: '2026-03-01T12:00:00Z',
        content: 'All about rings',
      },
    ],
  }),
  rss: `<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:a="http://www.w3.org/2005/Atom"><channel>
    <title>Times</title><language>en</language><item><title>Rings</title><link>https://a.example/</link>
    <author>jo@a.example (Jo)</author><description>About</description><content:encoded>All</content:encoded>
    <pubDate>Sun, 01 Mar 2026 12:00:00 GMT</pubDate><a:updated>2026-03-02T00:00:00Z</a:updated></item></channel></rss>`,
  atom: `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Times</title><entry><title>Rings</title>
    <link href="https://a.example/"/><id>urn:1</id><author><name>Jo</name></author><summary>About</summary>
    <content>All</content><published>2026-03-01T12:00:00Z</published><updated>2026-03-02T00:00:00Z</updated></entry></feed>`,
};

function json(value: object): string {
  return JSON.stringify(value);
}
