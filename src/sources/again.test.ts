import { expect, it } from 'vitest';
import { adaptedAgain } from './again.ts';

const outcomes = (stream: string, raw: string) =>
  adaptedAgain(stream, Buffer.from(raw))?.map(({ outcome }) => outcome) ?? null;
const status = '{"id":"1","created_at":"2026-01-01T00:00:00Z","content":"x","account":{}}';

it.each([
  ['posts', status, ['event']],
  ['posts', `event: update\ndata: ${status}`, ['event']],
  ['posts', '{"stream":["public"],"event":"notification","payload":"{}"}', ['skipped']],
  ['posts', '{"kind":"t3","data":{"name":"t3_1","created_utc":1}}', ['event']],
  ['posts', '{"update_id":1,"message":{}}', ['skipped']],
  ['articles', '{"status":"ok","articles":[{"url":"https://a.example/"}]}', ['rejected']],
  [
    'articles',
    '<rss><channel><item><link>https://a.example/</link><pubDate>1 Mar 2026</pubDate></item></channel></rss>',
    ['event'],
  ],
  ['web-behaviour', '1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326', ['event']],
  ['web-behaviour', 'nonsense', ['rejected']],
])('of %s: %s', (stream, raw, expected) => {
  expect(outcomes(stream, raw)).toEqual(expected);
});

it.each([
  ['posts', '{"id":"1","text":"a post in the form of the stream"}'],
  ['posts', 'nonsense'],
  ['articles', status],
  ['web-behaviour', '{"id":"1"'],
  ['unknown', status],
])('of %s: %s is no message of a source', (stream, raw) => {
  expect(outcomes(stream, raw)).toBeNull();
});
