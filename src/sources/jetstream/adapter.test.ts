import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapt, eventOf } from '../adapting.fixture.ts';
import { jetstream } from './adapter.ts';
import { revisionTime } from './revision.ts';

const GOLDEN = path.join(import.meta.dirname, '../../../../shared/data/bluesky/golden_v1.jsonl');
const DID = 'did:plc:q235v55g5unth4zjjdpacfdr';
const SKIPPED = { outcome: 'skipped' };

/** A message of version 1 about a post. */
function commit(operation: string, record?: object, more: object = {}) {
  return {
    did: DID,
    time_us: 1779719009157119,
    kind: 'commit',
    commit: {
      rev: '3mmoojpaqkn2z',
      operation,
      collection: 'app.bsky.feed.post',
      rkey: '3mmoojp4cd223',
      ...(record === undefined ? {} : { record: { $type: 'app.bsky.feed.post', ...record } }),
      ...more,
    },
  };
}

const create = (record: object) =>
  eventOf(jetstream, commit('create', { createdAt: '2030-01-01T00:00:00Z', ...record }));

describe('Jetstream, version 1', () => {
  // Third-party data that is not part of the repository; the tests below stand without it.
  it.skipIf(!existsSync(GOLDEN))('takes the one post of ten messages of a real server', () => {
    const lines = readFileSync(GOLDEN, 'utf8').trimEnd().split('\n');
    const adapted = lines.map((line) => adapt(jetstream, line));
    expect(adapted.filter(([each]) => JSON.stringify(each) === '{"outcome":"skipped"}')).toHaveLength(9);
    expect(adapted[1]).toEqual([
      {
        id: 'at://did:plc:q235v55g5unth4zjjdpacfdr/app.bsky.feed.post/3mmoojp4cd223',
        platform: 'bluesky',
        author_id: DID,
        created_at: '2026-05-25T14:23:29.157Z',
        text: 'Try RSV for a good time !!',
        lang: 'en',
        url: `https://bsky.app/profile/${DID}/post/3mmoojp4cd223`,
        reply_to_id: 'at://did:plc:j76trmiofvaxxpvx2vnb2vwf/app.bsky.feed.post/3mmojbrjwbs26',
      },
    ]);
    expect(
      lines.every((line) => jetstream.recognises({ text: line, value: JSON.parse(line), event: undefined })),
    ).toBe(true);
  });

  it('gives an update the time of its revision as version, and the id of the post', () => {
    const update = eventOf(jetstream, commit('update', { text: 'edited' }));
    expect(update).toMatchObject({ id: `at://${DID}/app.bsky.feed.post/3mmoojp4cd223`, text: 'edited' });
    expect(update['version']).toBe(revisionTime('3mmoojpaqkn2z'));
    // The repository's commit lies between what the client said (14:23:28.757) and when the relay saw it (29.157).
    expect(Number(update['version'])).toBeGreaterThan(Date.UTC(2026, 4, 25, 14, 23, 28, 757) * 1000);
    expect(Number(update['version'])).toBeLessThan(1779719009157119);
    const later = eventOf(jetstream, commit('update', { text: 'again' }, { rev: '3mmoojqsbjf2d' }));
    expect(Number(later['version'])).toBeGreaterThan(Number(update['version']));
    const odd = eventOf(jetstream, commit('update', { text: 'odd' }, { rev: 'newest' }));
    expect(odd['version']).toBe(1779719009157000);
  });

  it('deletes by id, at the time of the deletion', () => {
    expect(adapt(jetstream, commit('delete'))).toEqual([
      {
        id: `at://${DID}/app.bsky.feed.post/3mmoojp4cd223`,
        platform: 'bluesky',
        author_id: DID,
        created_at: '2026-05-25T14:23:29.157Z',
        deleted: true,
      },
    ]);
  });

  it('passes over what happens to accounts', () => {
    const account = {
      active: false,
      status: 'takendown',
      did: DID,
      seq: 1,
      time: '2026-05-25T14:23:29.950Z',
    };
    expect(adapt(jetstream, { did: DID, time_us: 1, kind: 'account', account })).toEqual([SKIPPED]);
  });

  it('reads tags and links where the bytes of UTF-8 say', () => {
    const text = 'Grüße 🎉 #été https://example.com/ä';
    const at = (part: string) => {
      const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(part)));
      return { byteStart, byteEnd: byteStart + Buffer.byteLength(part) };
    };
    const facets = [
      { index: at('#été'), features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'été' }] },
      {
        index: at('https://example.com/ä'),
        features: [
          { $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/%C3%A4' },
          { $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:x' },
          { $type: 'com.example.newkind', tag: 'no' },
        ],
      },
    ];
    expect(create({ text, facets, tags: ['extra', 'été'] })).toMatchObject({
      tags: ['été', 'extra'],
      links: ['https://example.com/%C3%A4'],
    });
  });

  it.each([
    [-1, 3],
    [3, 3],
    [5, 2],
    [0, 1000],
    [0.5, 3],
    [1, 3], // within ä
    [0, 1], // within ä
    ['0', '2'],
    [undefined, 2],
    [0, Number.MAX_SAFE_INTEGER],
  ])('ignores a facet from byte %s to %s', (byteStart, byteEnd) => {
    const features = [{ $type: 'app.bsky.richtext.facet#tag', tag: 'lie' }];
    const event = create({ text: 'äbc', facets: [{ index: { byteStart, byteEnd }, features }] });
    expect(event['tags']).toBeUndefined();
    expect(event['text']).toBe('äbc');
  });

  it.each([
    [
      'a link',
      { $type: 'app.bsky.embed.external', external: { uri: 'https://a.example/' } },
      { links: ['https://a.example/'] },
    ],
    [
      'a quote',
      { record: { uri: 'at://did:plc:a/app.bsky.feed.post/1', cid: 'x' } },
      { quote_of_id: 'at://did:plc:a/app.bsky.feed.post/1' },
    ],
    [
      'both',
      {
        record: { $type: 'app.bsky.embed.record', record: { uri: 'at://did:plc:a/app.bsky.feed.post/1' } },
        media: { $type: 'app.bsky.embed.external', external: { uri: 'https://a.example/' } },
      },
      { quote_of_id: 'at://did:plc:a/app.bsky.feed.post/1', links: ['https://a.example/'] },
    ],
    ['a list', { record: { uri: 'at://did:plc:a/app.bsky.graph.list/1' } }, {}],
    ['images', { images: [{ alt: 'x' }] }, {}],
  ])('reads %s that is attached', (_what, embed, expected) => {
    const {
      id: _id,
      platform: _p,
      author_id: _a,
      created_at: _c,
      url: _u,
      text: _t,
      ...rest
    } = create({ text: 'x', embed });
    expect(rest).toEqual(expected);
  });

  it('trusts the relay and not the client on time', () => {
    const at = (time_us: unknown) => adapt(jetstream, { ...commit('create', { text: 'x' }), time_us });
    expect(at(0)).toMatchObject([{ created_at: '1970-01-01T00:00:00Z' }]);
    expect(at(4_102_444_800_000_000)).toMatchObject([{ created_at: '2100-01-01T00:00:00Z' }]);
    for (const bad of [-1, 'soon', 1e30, {}]) {
      expect(at(bad)).toEqual([{ outcome: 'rejected', reason: 'bad:created_at' }]);
    }
    expect(at(undefined)).toEqual([{ outcome: 'rejected', reason: 'missing:created_at' }]);
  });

  it('mends lone surrogates', () => {
    const line = JSON.stringify(commit('create', { text: 'TEXT' })).replace('TEXT', 'a\\ud83d b');
    expect(eventOf(jetstream, line)['text']).toBe('a\ufffd b');
  });

  it.each([
    ['{"did":"did:plc:x","time_us":1,"kind":"comm', 'not_json'],
    ['', 'not_json'],
    ['[1]', 'not_an_object'],
    ['"text"', 'not_an_object'],
    ['{}', 'not_a_message'],
    [JSON.stringify({ ...commit('create', { text: 'x' }), did: undefined }), 'missing:id'],
    [JSON.stringify(commit('create', { text: 'x' }, { rkey: '' })), 'missing:id'],
    [JSON.stringify(commit('create')), 'not_a_message'],
    [JSON.stringify(commit('create', undefined, { record: 'x' })), 'not_a_message'],
    [JSON.stringify(commit('rename', { text: 'x' })), 'not_a_message'],
    [JSON.stringify({ did: DID, time_us: 1, kind: 'commit' }), 'not_a_message'],
    ['{"did":"x","time_us":1,"kind":"commit","commit":{"operation":"create"}}', 'not_a_message'],
  ])('rejects %s as %s', (line, reason) => {
    expect(adapt(jetstream, line)).toEqual([{ outcome: 'rejected', reason }]);
  });

  it('never throws, whatever the record is', () => {
    fc.assert(
      fc.property(
        fc.object({
          key: fc.constantFrom('text', 'facets', 'embed', 'langs', 'reply', 'record', 'index', 'uri'),
        }),
        (record) => {
          expect(adapt(jetstream, commit('create', record))).toHaveLength(1);
        },
      ),
    );
  });
});

describe('Jetstream, version 2', () => {
  const payload = (kind: string, more: object) => ({
    $type: 'message',
    payload: {
      $type: `network.bsky.jetstream.subscribeEvents#${kind}`,
      seq: 7,
      did: DID,
      time: '2026-05-25T14:23:29.157119Z',
      ...more,
    },
  });
  const post = {
    rev: '3mmoojpaqkn2z',
    collection: 'app.bsky.feed.post',
    rkey: '3mmoojp4cd223',
  };

  it('gives the same events as version 1', () => {
    const record = {
      $type: 'app.bsky.feed.post',
      text: 'Hi',
      langs: ['de', 'en'],
      createdAt: '2020-01-01T00:00:00Z',
    };
    for (const operation of ['create', 'update']) {
      expect(adapt(jetstream, payload('commit', { ...post, operation, record, cid: 'x' }))).toEqual(
        adapt(jetstream, commit(operation, record)),
      );
    }
    expect(adapt(jetstream, payload('commit', { ...post, operation: 'delete' }))).toEqual(
      adapt(jetstream, commit('delete')),
    );
  });

  it('passes over all else', () => {
    const others = [
      payload('identity', { identity: { did: DID } }),
      payload('account', { account: { active: false, status: 'deleted' } }),
      payload('sync', {}),
      payload('info', { name: 'OutdatedCursor' }),
      payload('commit', { ...post, collection: 'app.bsky.feed.like', operation: 'create', record: {} }),
      { $type: 'error', error: 'ConsumerTooSlow', message: 'too slow' },
    ];
    for (const other of others) expect(adapt(jetstream, other)).toEqual([SKIPPED]);
    expect(adapt(jetstream, { $type: 'message' })).toEqual([
      { outcome: 'rejected', reason: 'not_a_message' },
    ]);
  });
});
