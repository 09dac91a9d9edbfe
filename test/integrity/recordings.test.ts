// Recordings of sources, loaded by the real program into a real data folder: what counts afterwards, and that the accounts balance.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditStream } from './kit/audit.ts';
import { killAll, runCommand } from './kit/command.ts';
import { makeFolder, removeTemplate, type TestFolder } from './kit/folder.ts';

let folder: TestFolder;

beforeEach(async () => {
  folder = await makeFolder();
}, 60_000);

afterEach(async () => {
  await killAll();
  await folder.remove();
}, 60_000);

afterAll(removeTemplate, 60_000);

async function write(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder.root, name);
  await writeFile(file, content);
  return file;
}

async function run(...args: readonly string[]): Promise<unknown> {
  const { exit, stdout, stderr } = await runCommand([...args, '--json', '--data-dir', folder.data]);
  if (exit !== 0) throw new Error(`${args.join(' ')} ended with ${exit}: ${stderr}`);
  return JSON.parse(stdout);
}

async function rowsOf(report: string): Promise<Readonly<Record<string, unknown>>[]> {
  const answer = await run('report', report, '--from', DAY, '--to', DAY);
  return (answer as { rows: Readonly<Record<string, unknown>>[] }).rows;
}

const DAY = '2026-05-25';
/** Microseconds of that day, a second apart. */
const at = (second: number) => (Date.UTC(2026, 4, 25, 12) + second * 1000) * 1000;

function commit(second: number, operation: string, rkey: string, text?: string) {
  const record = { $type: 'app.bsky.feed.post', text, createdAt: '1999-01-01T00:00:00Z', langs: ['en'] };
  return {
    did: 'did:plc:author',
    time_us: at(second),
    kind: 'commit',
    commit: {
      // The times of revisions rise: its first digits are those of 2026.
      rev: `3mmoojp${String.fromCharCode(98 + second)}qkn2z`,
      operation,
      collection: 'app.bsky.feed.post',
      rkey,
      ...(text === undefined ? {} : { record }),
    },
  };
}

const like = {
  did: 'did:plc:fan',
  time_us: at(1),
  kind: 'commit',
  commit: {
    rev: '3mmoojp7vgo2g',
    operation: 'create',
    collection: 'app.bsky.feed.like',
    rkey: 'l',
    record: {},
  },
};
const taken = {
  did: 'did:plc:author',
  time_us: at(2),
  kind: 'account',
  account: { active: false, status: 'takendown' },
};

describe('a recording of Jetstream', () => {
  const messages = [
    commit(1, 'create', 'a', 'First words #aurora'),
    like,
    commit(2, 'create', 'b', 'To be deleted #aurora'),
    taken,
    commit(3, 'create', 'c', 'Stays as it is'),
    commit(5, 'update', 'a', 'Better words #borealis'),
    commit(6, 'delete', 'b'),
    like,
    commit(7, 'delete', 'never-seen'),
    { ...commit(8, 'create', 'd', 'From the future'), time_us: 4_102_444_800_000_000 },
  ];
  const recording = `${messages.map((message) => JSON.stringify(message)).join('\n')}\n{"did":"did:plc:author","time_us":17\n`;

  it('[D3] [D4] [R1] counts posts as they stand, knows likes for what they are, and comes again as duplicates', async () => {
    const file = await write('jetstream.ndjson', recording);
    const first = await run('ingest', 'posts', file);
    expect(first).toMatchObject({
      received: 8,
      stored: 6,
      duplicate: 0,
      rejected: { total: 2, byReason: { in_the_future: 1, not_json: 1 } },
      skipped: 3,
    });
    const posts = await rowsOf('mentions');
    expect(posts.filter((row) => row['posts'] !== 0)).toMatchObject([
      { time: `${DAY}T12:00:00Z`, posts: 2, authors: 1, texts: 2 },
    ]);
    expect((await rowsOf('top-hashtags')).map((row) => row['hashtag'])).toEqual(['borealis']);

    const copy = await write('copy.jsonl.gz', gzipSync(recording));
    for (const again of [file, copy]) {
      expect(await run('ingest', 'posts', again)).toMatchObject({
        received: 8,
        stored: 0,
        duplicate: 6,
        skipped: 3,
      });
    }
    expect(await auditStream(folder.data, 'posts')).toMatchObject({
      balanced: true,
      received: 24,
      stored: 6,
      duplicate: 12,
      rejected: { total: 6 },
      deadLetters: 6,
    });
    expect(await rowsOf('mentions')).toEqual(posts);
  }, 120_000);

  it('[D6] keeps what it could not read, to be replayed', async () => {
    await run('ingest', 'posts', await write('jetstream.ndjson', recording));
    const letters = (await run('dead-letters', 'list', 'posts')) as {
      rows: { raw: string; reason: string }[];
    };
    expect(letters.rows.map(({ reason }) => reason).sort()).toEqual(['in_the_future', 'not_json']);
    const broken = letters.rows.find(({ reason }) => reason === 'not_json');
    expect(broken?.raw).toBe('{"did":"did:plc:author","time_us":17');
    expect(await run('dead-letters', 'replay', 'posts')).toMatchObject({ replayed: 2, stored: 0 });
  }, 120_000);
});

describe('recordings of articles', () => {
  const item = (n: number) =>
    `<item><title>Story ${n}</title><link>https://a.example/${n}</link><pubDate>Mon, 25 May 2026 12:00:0${n} GMT</pubDate></item>`;

  it('[D3] [D4] count an article once, whatever feed it came by', async () => {
    const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>A</title>${item(1)}${item(2)}<item><title>No link</title></item></channel></rss>`;
    const article = (n: number) => ({
      url: `https://a.example/${n}?utm_source=newsapi`,
      title: `Story ${n}`,
      publishedAt: '2026-05-25T12:00:09Z',
    });
    const reply = { status: 'ok', totalResults: 2, articles: [article(2), article(3)] };
    await write('feed.xml', feed);
    await write('reply.json', JSON.stringify(reply, null, 2));
    expect(await run('ingest', 'articles', path.join(folder.root, '*.{json,xml}'))).toMatchObject({
      received: 5,
      stored: 3,
      duplicate: 1,
      rejected: { byReason: { 'missing:url': 1 } },
    });
    const { exit, stderr } = await runCommand([
      ...[
        'ingest',
        'articles',
        await write('error.json', '{"status":"error","code":"rateLimited","message":"Slow down."}'),
      ],
      ...['--data-dir', folder.data],
    ]);
    expect([exit, stderr]).toEqual([1, expect.stringContaining('rateLimited: Slow down.')]);
    expect(await auditStream(folder.data, 'articles')).toMatchObject({
      balanced: true,
      received: 5,
      stored: 3,
    });
  }, 120_000);
});
