import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { z } from 'zod';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import { type Lines, readLines } from './events/lines.ts';
import { type Connection, connect, requestHead } from './http/connection.ts';
import { outputOf } from './program/programs.ts';
import { type Server, startServer } from './program/server.ts';
import { watchUsage } from './program/usage.ts';
import { connectWarehouse } from './program/warehouse.ts';
import { median, quantile } from './quantiles.ts';
import { number } from './show.ts';

/** Posts that are deleted or edited one by one, each when the one before is seen. */
const ALONE = 20;

/** Deletions and edits that arrive together, and how often in a second. */
const TOGETHER = 100;
const A_SECOND = 10;

const POLL_MS = 10;
const PATIENCE_MS = 60_000;

const Post = z.looseObject({ id: z.string(), created_at: z.unknown() });

type Revision = 'deletion' | 'edit';

/** Posts all over the file, in no order, each once. */
function* anyPosts(lines: Lines): Generator<z.infer<typeof Post>, void> {
  // Steps by a number that has no divisor in common with the count come to each line once.
  let step = Math.floor(lines.count * 0.618) | 1;
  while (divisor(step, lines.count) > 1) step += 2;
  for (let n = 0, at = 0; n < lines.count; n += 1, at = (at + step) % lines.count) {
    const post = readPost(lines.body(at, at + 1).toString('utf8'));
    if (post !== undefined && post['deleted'] !== true && post['version'] === undefined) yield post;
  }
}

/** Undefined for the lines that are there to be rejected. */
function readPost(line: string): z.infer<typeof Post> | undefined {
  try {
    return Post.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

function lineOf(post: z.infer<typeof Post>, revision: Revision): string {
  return JSON.stringify(
    revision === 'deletion'
      ? { id: post.id, created_at: Date.now(), deleted: true }
      : { ...post, likes: 1_000_000, version: 1_000 },
  );
}

interface Sender {
  readonly client: Client;
  readonly connection: Connection;
  send(lines: readonly string[]): Promise<void>;
}

async function openSender(server: Server, dataDir: string): Promise<Sender> {
  const client = await connectWarehouse(dataDir);
  if (client === undefined) throw new Error('The warehouse cannot be reached.');
  const { url, collectorKey: key } = server;
  const connection = await connect(url);
  const head = requestHead('POST', '/v1/events/posts', { url, key, type: 'application/x-ndjson' });
  return {
    client,
    connection,
    async send(lines) {
      const { status } = await connection.request(head, Buffer.from(`${lines.join('\n')}\n`));
      if (status !== 202) throw new Error(`The collector answered ${status}.`);
    },
  };
}

/** Events of the collector that figures know of. */
async function committed({ client }: Sender): Promise<number> {
  const { rows } = await client.query<{ received: string }>(
    "SELECT received FROM crosscurrent.account WHERE stream = 'posts' AND source = 'collector'",
  );
  return Number(rows[0]?.received ?? 0);
}

/** From the acknowledgement until the figures are without, or with other numbers; milliseconds. */
async function oneByOne(
  sender: Sender,
  posts: Iterator<z.infer<typeof Post>, void>,
  revision: Revision,
): Promise<number[]> {
  const times: number[] = [];
  let before = await committed(sender);
  for (let n = 0; n < ALONE; n += 1) {
    const post = posts.next().value;
    if (post === undefined) break;
    await sender.send([lineOf(post, revision)]);
    const sentAt = performance.now();
    before += 1;
    while ((await committed(sender)) < before && performance.now() - sentAt < PATIENCE_MS)
      await pause(POLL_MS);
    times.push(performance.now() - sentAt);
  }
  return times;
}

/** The same of groups that arrive at a rate, half of them deletions. */
async function manyASecond(
  sender: Sender,
  posts: Iterator<z.infer<typeof Post>, void>,
  seconds: number,
): Promise<{ times: number[]; rate: number }> {
  const sent: { readonly until: number; readonly at: number }[] = [];
  const times: number[] = [];
  const first = await committed(sender);
  const groups = seconds * A_SECOND;
  const began = performance.now();
  let lastSeen = began;
  const send = async (): Promise<void> => {
    for (let group = 0; group < groups; group += 1) {
      await pause(Math.max(0, began + (group * 1000) / A_SECOND - performance.now()));
      const lines: string[] = [];
      for (let n = 0; n < TOGETHER; n += 1) {
        const post = posts.next().value;
        if (post !== undefined) lines.push(lineOf(post, n % 2 === 0 ? 'deletion' : 'edit'));
      }
      await sender.send(lines);
      sent.push({ until: first + (group + 1) * TOGETHER, at: performance.now() });
    }
  };
  const watch = async (): Promise<void> => {
    const end = began + seconds * 1000 + PATIENCE_MS;
    while (times.length < groups && performance.now() < end) {
      const seen = await committed(sender);
      const now = performance.now();
      for (
        let next = sent[times.length];
        next !== undefined && next.until <= seen;
        next = sent[times.length]
      ) {
        times.push(now - next.at);
        lastSeen = now;
      }
      await pause(POLL_MS);
    }
  };
  await Promise.all([send(), watch()]);
  return { times, rate: (times.length * TOGETHER * 1000) / (lastSeen - began) };
}

function timeFigures(what: string, times: readonly number[]): Figure[] {
  return [
    { what: `${what}, median`, value: median(times), unit: 'ms' },
    { what: `${what}, p95`, value: quantile(times, 0.95), unit: 'ms' },
    { what: `${what}, the longest`, value: Math.max(...times), unit: 'ms' },
  ];
}

async function run(around: Surroundings, { events, rate, seconds }: Size): Promise<readonly Section[]> {
  const dataDir = path.join(around.folder, 'revisions');
  const file = await around.files.get({ stream: 'posts', events, rate });
  around.say(`ingesting ${number(events)} posts`);
  await outputOf(around.programs.run(['ingest', 'posts', file.path, '--json'], { dataDir }));
  const posts = anyPosts(await readLines(file, events));
  const server = await startServer(around.programs, dataDir);
  const sender = await openSender(server, dataDir);
  try {
    around.say('deleting and editing one by one');
    const deletions = await oneByOne(sender, posts, 'deletion');
    const edits = await oneByOne(sender, posts, 'edit');
    around.say(`deleting and editing ${number(TOGETHER * A_SECOND)} a second`);
    const watching = watchUsage(server.running.pid);
    const many = await manyASecond(sender, posts, seconds);
    const usage = watching.stop();
    const cpu = usage.programCpu === undefined ? undefined : usage.programCpu * 1e6;
    return [
      {
        title: `revisions: any of ${number(events)} posts, until the figures show it`,
        figures: [
          ...timeFigures('a deletion alone', deletions),
          ...timeFigures('an edit alone', edits),
          ...timeFigures(`${number(TOGETHER * A_SECOND)} a second`, many.times),
          { what: 'deletions and edits that were taken in', value: many.rate, unit: 'events/s' },
          {
            what: 'processor, program',
            value: cpu === undefined ? undefined : cpu / (many.times.length * TOGETHER),
            unit: 'µs/event',
          },
        ],
        notes: ['Distinct counts of the windows that are touched follow behind, at their own pace.'],
      },
    ];
  } finally {
    sender.connection.close();
    await sender.client.end();
    await server.stop();
  }
}

/** How long a post that was deleted or edited stays in the figures. */
export const revisions: Benchmark = {
  name: 'revisions',
  about: 'Deletions and edits of posts anywhere in the lake, alone and many a second',
  size: { events: 5_000_000, rate: 50, seconds: 30 },
  run,
};
