import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter } from '../contract.ts';
import { openFile } from './open.ts';
import { type ReadOptions, type Workplace, workplace } from './reading.fixture.ts';

let place: Workplace;

beforeAll(async () => {
  place = await workplace();
});

afterAll(() => place.remove());

const MIB = 1024 * 1024;

const commit = (rkey: string, collection = 'app.bsky.feed.post') =>
  `{"did":"did:plc:a","time_us":1779719009157119,"kind":"commit","commit":{"rev":"3mmoojpaqkn2z","operation":"create","collection":"${collection}","rkey":"${rkey}","record":{"text":"Hi ${rkey}"}}}`;
const like = commit('l', 'app.bsky.feed.like');
const status = (id: number) =>
  `{"id":"${id}","created_at":"2026-01-01T00:00:00Z","content":"<p>Hi</p>","account":{"id":"1"}}`;
const sse = (event: string, data: string) => `event: ${event}\ndata: ${data}\n\n`;
const feed = (inner: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>${inner}</channel></rss>`;
const item = (n: number) =>
  `<item><link>https://a.example/${n}</link><pubDate>01 Mar 2026 12:00 GMT</pubDate></item>`;

const ids = (lines: readonly string[]) => lines.map((line) => JSON.parse(line).id.split(/[/:]/).at(-1));

async function read(name: string, content: string | Buffer, options: ReadOptions = {}) {
  return place.read(await place.file(name, content), { stream: 'posts', ...options });
}

describe('the format of a recording', () => {
  const update = (id: number) =>
    `{"update_id":${id},"channel_post":{"message_id":${id},"date":1,"chat":{"id":-1},"text":"x"}}`;
  const article =
    '{"source":{"id":null,"name":"N"},"title":"T","url":"https://a.example/1","publishedAt":"2026-01-01T00:00:00Z"}';
  const long = 'x'.repeat(100_000);

  it.each([
    ['a.ndjson', `${commit('1')}\n${like}\n`, 'jetstream', 'lines'],
    ['a.json', `[${commit('1')},${like}]`, 'jetstream', 'json'],
    ['a.txt', `\ufeff ${like}\n`, 'jetstream', 'lines'],
    [
      'a.log',
      `{"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#identity","did":"did:plc:a"}}`,
      'jetstream',
      'lines',
    ],
    ['a.txt', `:)\n\n:thump\n${sse('update', status(1))}`, 'mastodon', 'events'],
    ['a.sse', `:)\r\nevent: delete\r\ndata: 1\r\n\r\n`, 'mastodon', 'events'],
    ['a.json', `[\n ${status(1)},\n ${status(2)}]`, 'mastodon', 'json'],
    ['a.jsonl', '{"stream":["public"],"event":"delete","payload":"1"}\n', 'mastodon', 'lines'],
    [
      'a.json',
      `{"data":{"id":"1","text":"x","edit_history_tweet_ids":["1"]}}\r\n\r\n{"data":{}}`,
      'x',
      'lines',
    ],
    ['a', `\r\n\r\n{"data":{"author_id":"1","text":"x"}}\r\n`, 'x', 'lines'],
    ['a.json', `{"ok":true,"result":[\n${update(1)}\n]}`, 'telegram', 'json'],
    ['a.json', `${update(1)}\n${update(2)}`, 'telegram', 'lines'],
    ['a.json', '{"kind": "Listing",\n "data": {"children": []}}', 'reddit', 'json'],
    [
      'a.json',
      `{"kind":"Listing","data":{"after":null,"children":[{"kind":"t3","data":{"selftext":"${long}`,
      'reddit',
      'lines',
    ],
    ['a.json', `{"status":"ok","totalResults":1,"articles":[${article}]}`, 'newsapi', 'lines'],
    [
      'a.json',
      `{"status":"ok","totalResults":1,"articles":[${article},${article},{"title":"${long}`,
      'newsapi',
      'lines',
    ],
    ['a.xml', feed(item(1)), 'rss', 'document'],
    ['a.rss', feed(item(1)), 'rss', 'document'],
    ['a.xml', '<!-- x --><feed xmlns="http://www.w3.org/2005/Atom">', 'atom', 'document'],
    [
      'access.log.1',
      '1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326\n',
      'combined',
      'lines',
    ],
  ])('of %s with %s is %s (%s)', async (name, content, format, framing) => {
    const input = await openFile({ path: await place.file(name, content) });
    expect(input.format).toMatchObject({ kind: 'messages', name: format, framing });
  });

  it.each([
    [
      'posts that are in the form of the stream',
      '{"id":"1","platform":"x","text":"a","created_at":1767225600}\n',
    ],
    ['events of the web', '{"id":"1","collection":"page_view","time_stamp":1}\n'],
    ['an object with common names', '{"kind":"commit","data":{},"status":"ok","event":"update"}\n'],
    ['a result of something else', '{"ok":true,"result":{"update":1}}\n'],
    ['broken JSON', '{"did":"did:plc:a","time_us":'],
  ])('is not found in %s', async (_what, content) => {
    const input = await openFile({ path: await place.file('plain.json', content) });
    expect(input.format.kind).toBe('plain');
  });

  it('may be said', async () => {
    const path = await place.file('b.json', `nonsense\n${commit('1')}\n`);
    const { lines, rejected } = await place.read(path, { stream: 'posts', format: 'jetstream' });
    expect(ids(lines)).toEqual(['1']);
    expect(rejected).toMatchObject([{ line: 1, offset: 0n, reason: 'not_json' }]);
    await expect(openFile({ path, format: 'xml' })).rejects.toMatchObject({ code: 'bad_call' });
  });

  it('has to be one that feeds the stream', async () => {
    const { error } = await read('c.ndjson', like, { stream: 'articles' });
    expect(error).toMatchObject({
      code: 'unsupported',
      message: "c.ndjson is a recording of Bluesky's Jetstream: that feeds the stream posts, not articles.",
    });
  });

  it('is refused when a file holds something else, or nothing but an error of its source', async () => {
    const page = await place.file('d.xml', '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>');
    await expect(openFile({ path: page, format: 'rss' })).rejects.toMatchObject({
      code: 'file_unreadable',
      message: `${page} is not an RSS feed.`,
    });
    await expect(openFile({ path: page })).rejects.toMatchObject({
      code: 'file_unreadable',
      message: `${page} holds XML or HTML that no source sends.`,
    });
    const reply = await place.file(
      'e.json',
      '{"status":"error",\n"code":"apiKeyInvalid","message":"Your API key is wrong."}',
    );
    for (const options of [{ path: reply }, { path: reply, format: 'newsapi' }]) {
      await expect(openFile(options)).rejects.toMatchObject({
        code: 'file_unreadable',
        message: `${reply} holds nothing but an error of its source: apiKeyInvalid: Your API key is wrong.`,
      });
    }
  });
});

describe('messages one a line', () => {
  it('are counted as skipped when they are no events of the stream', async () => {
    const content = [commit('1'), like, '', '{"did":', commit('2'), like, ''].join('\n');
    const taken = await read('a.ndjson', content);
    expect(ids(taken.lines)).toEqual(['1', '2']);
    expect(taken).toMatchObject({ skipped: 2, counts: [2], numbers: [1, 5], error: null });
    const offset = BigInt(commit('1').length + like.length + 3);
    expect(taken.rejected).toEqual([
      { line: 4, offset, reason: 'not_json', raw: Buffer.from('{"did":'), bytes: 7 },
    ]);
  });

  it('may all be skipped, a slice at a time', async () => {
    const taken = await read('b.ndjson', `${like}\n`.repeat(1000), { sliceBytes: 50_000 });
    expect(taken).toMatchObject({ lines: [], rejected: [], skipped: 1000, error: null });
    expect(taken.bounds.length).toBeGreaterThan(2);
  });

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)('may be packed by %s, and come by a pipe', async (_name, pack) => {
    const packed = pack(Buffer.from(`${commit('1')}\n${like}\n${commit('2')}`));
    expect(ids((await read('c.bin', packed)).lines)).toEqual(['1', '2']);
    async function* chunks() {
      for (let at = 0; at < packed.length; at += 50) yield packed.subarray(at, at + 50);
    }
    expect(ids((await place.read('-', { stream: 'posts', stdin: chunks() })).lines)).toEqual(['1', '2']);
  });

  it('hold at most 16 MiB', async () => {
    const long = `{"did":"${'x'.repeat(17 * MIB)}"}`;
    const { lines, rejected } = await read('d.ndjson', `${commit('1')}\n${long}\n${commit('2')}\n`);
    expect(ids(lines)).toEqual(['1', '2']);
    expect(rejected).toMatchObject([{ line: 2, reason: 'line_too_long', bytes: long.length }]);
  });

  it('do not become lines that are too long for a stream', async () => {
    const adapter: Adapter = {
      name: 'growing',
      stream: 'posts',
      about: 'x',
      unit: 'line',
      endings: ['grow'],
      recognises: () => false,
      adapt: ({ text }) => [{ outcome: 'event', event: { text: '\u0001'.repeat(text.length * 3 * MIB) } }],
    };
    const { lines, rejected } = await read('e.grow', 'a\naa\n', { adapters: [adapter], sliceBytes: 100 });
    expect(lines).toEqual([]);
    expect(rejected).toMatchObject([{ reason: 'line_too_long' }, { reason: 'line_too_long' }]);
  });
});

describe('messages in server-sent events', () => {
  it('are found between comments, with any line ends and over several data lines', async () => {
    const content = `:)\n:thump\n\n${sse('update', status(1))}:thump\n${sse('notification', '{}')}id: 7\r\nretry: 10\r\nevent: update\r\ndata:${status(2).slice(0, 30)}\r\ndata: ${status(2).slice(30)}\r\n\r\n\n\n${sse('delete', '3')}event: update\ndata: ${status(4)}`;
    const taken = await read('a.txt', content);
    expect(ids(taken.lines)).toEqual(['1', '3', '4']);
    expect(taken).toMatchObject({ skipped: 1, numbers: [1, 4, 5], error: null });
    // A line end within a JSON text is white space; this one lies within a string.
    expect(taken.rejected).toMatchObject([{ line: 3, reason: 'not_json', raw: expect.any(Buffer) }]);
    expect(taken.rejected[0]?.raw.toString()).toMatch(/^id: 7\r\nretry: 10\r\nevent: update\r\ndata:/);
  });

  it('are rejected when they break off or are no UTF-8', async () => {
    const bad = Buffer.concat([
      Buffer.from('event: update\ndata: {"id":"'),
      Buffer.from([0xff]),
      Buffer.from('"}\n\n'),
    ]);
    const content = Buffer.concat([
      Buffer.from(sse('update', status(1))),
      bad,
      Buffer.from('event: update\ndata: {"id"'),
    ]);
    const { lines, rejected } = await read('b.txt', content);
    expect(ids(lines)).toEqual(['1']);
    expect(rejected.map(({ reason }) => reason)).toEqual(['not_utf8', 'not_json']);
  });

  it.each([64 * 1024, 64 * MIB])(
    'are passed over when they are longer than 16 MiB (slices of %d)',
    async (sliceBytes) => {
      const lines = `data: ${'x'.repeat(MIB)}\n`.repeat(20);
      const content = `${sse('update', status(1))}event: update\n${lines}\n${sse('update', status(2))}`;
      const taken = await read('c.txt', content, { sliceBytes });
      expect(ids(taken.lines)).toEqual(['1', '2']);
      expect(taken.rejected).toMatchObject([{ reason: 'line_too_long' }]);
      expect(taken.rejected[0]?.bytes).toBeGreaterThan(20 * MIB);
    },
  );

  it('come in slices of any size, and go on at any of their bounds', async () => {
    const part = fc.oneof(
      fc.nat(99).map((id) => sse('update', status(id))),
      fc.nat(99).map((id) => sse('delete', String(id)).replaceAll('\n', '\r\n')),
      fc.constantFrom(':thump\n', '\n', '\r\n', sse('notification', '{}'), sse('update', '{')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 25 }),
        fc.integer({ min: 1, max: 500 }),
        async (parts, sliceBytes) => {
          const content = `:)\n${parts.join('')}`;
          const whole = await read('d.sse', content, { format: 'mastodon' });
          const cut = await read('d.sse', content, { format: 'mastodon', sliceBytes });
          expect([cut.lines, cut.rejected, cut.skipped]).toEqual([
            whole.lines,
            whole.rejected,
            whole.skipped,
          ]);
          const at = Math.floor(cut.bounds.length / 2);
          const bound = cut.bounds[at];
          if (bound === undefined) return;
          const rest = await read('d.sse', content, {
            format: 'mastodon',
            sliceBytes,
            from: BigInt(bound[0]),
          });
          expect(rest.texts).toEqual(cut.texts.slice(at));
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);
});

describe('messages in JSON documents', () => {
  it('may each hold several events, and arrays several messages', async () => {
    const thing = (id: string) => ({ kind: 't3', data: { name: id, title: id, created_utc: 1 } });
    const listing = {
      kind: 'Listing',
      data: { children: [thing('a'), { kind: 't1', data: {} }, { kind: 't3', data: {} }, thing('b')] },
    };
    const text = JSON.stringify([listing, listing], null, 2);
    const taken = await read('a.json', text);
    expect(ids(taken.lines)).toEqual(['a', 'b', 'a', 'b']);
    expect(taken).toMatchObject({ skipped: 2, numbers: [1, 1, 2, 2], error: null });
    expect(taken.rejected).toMatchObject([
      { line: 1, reason: 'missing:id', raw: Buffer.from('{"kind":"t3","data":{}}') },
      { line: 2, reason: 'missing:id' },
    ]);
  });

  it('go on at the bounds of slices', async () => {
    const content = `[${Array.from({ length: 40 }, (_, i) => status(i)).join(',\n')}]`;
    const cut = await read('b.json', content, { sliceBytes: 700 });
    expect(ids(cut.lines)).toEqual(Array.from({ length: 40 }, (_, i) => String(i)));
    const at = 3;
    const rest = await read('b.json', content, { sliceBytes: 700, from: BigInt(cut.bounds[at]?.[0] ?? 0) });
    expect(rest.texts).toEqual(cut.texts.slice(at));
    expect(rest.numbers).toEqual(cut.numbers.slice(-rest.numbers.length));
  });

  it('lose only what is cut off', async () => {
    const { lines, rejected } = await read(
      'c.json',
      `[${status(1)},\n${status(2)},\n${status(3).slice(0, 30)}`,
    );
    expect(ids(lines)).toEqual(['1', '2']);
    expect(rejected).toMatchObject([{ line: 3, reason: 'not_json' }]);
  });

  it('may be errors among data', async () => {
    const replies = [
      '{"ok":false,"error_code":429,"description":"Too Many Requests"}',
      '{"ok":true,"result":[]}',
    ];
    const { rejected, skipped, error } = await read('d.ndjson', replies.join('\n'), { format: 'telegram' });
    expect([rejected.map(({ reason }) => reason), skipped, error]).toEqual([['error_reply'], 1, null]);
  });
});

describe('XML documents', () => {
  it('are read whole, once', async () => {
    const content = feed(item(1) + item(2));
    const taken = await read('a.xml', content, { stream: 'articles' });
    expect(taken.lines.map((line) => JSON.parse(line).url)).toEqual([
      'https://a.example/1',
      'https://a.example/2',
    ]);
    expect(taken).toMatchObject({ bounds: [[0, content.length]], rejected: [], error: null });
    const again = await read('a.xml', content, { stream: 'articles', from: BigInt(content.length) });
    expect(again).toMatchObject({ texts: [], error: null });
  });

  it('say in which encoding they are', async () => {
    const xml = feed(
      '<item><title>Zürich – é</title><link>https://a.example/1</link><pubDate>01 Mar 2026 12:00 GMT</pubDate></item>',
    );
    const latin = xml.replace('?>', ' encoding="ISO-8859-1"?>').replace('–', '-');
    const title = async (content: Buffer) =>
      JSON.parse((await read('b.xml', content, { stream: 'articles' })).lines[0] ?? '{}').title;
    expect(await title(Buffer.from(latin, 'latin1'))).toBe('Zürich - é');
    expect(await title(Buffer.from(xml))).toBe('Zürich – é');
    expect(await title(Buffer.from(`\ufeff${xml.replace('?>', ' encoding="ISO-8859-1"?>')}`))).toBe(
      'Zürich – é',
    );
    expect(await title(Buffer.from(xml.replace('?>', ' encoding="klingon"?>')))).toBe('Zürich – é');
    expect(await title(Buffer.from(xml.replace('–', '-'), 'latin1'))).toBe('Z\ufffdrich - \ufffd');
  });

  it('have a limit', async () => {
    const path = await place.file('c.xml', feed(item(1) + ' '.repeat(17 * MIB)));
    const { error, lines } = await place.read(path, { stream: 'articles' });
    expect(lines).toEqual([]);
    expect(error).toMatchObject({
      code: 'file_unreadable',
      message: `${path} is longer than 16 MiB; an RSS feed is read as a whole.`,
    });
  });

  it('that are packed and truncated are not taken for whole ones', async () => {
    const packed = gzipSync(
      Buffer.from(feed(Array.from({ length: 2000 }, (_, i) => item(i * 7919)).join(''))),
    );
    const { lines, error } = await read('d.xml.gz', packed.subarray(0, packed.length - 500), {
      stream: 'articles',
    });
    expect(lines).toEqual([]);
    expect(error).toMatchObject({ code: 'file_unreadable', message: expect.stringMatching(/truncated/) });
  });
});
