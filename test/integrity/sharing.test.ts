// Several engines on one warehouse and one lake, each source brought by whoever believes to have it.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InputSlice } from '../../src/engine/contract.ts';
import { systemClock } from '../../src/event/clock.ts';
import { CrosscurrentError } from '../../src/event/errors.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import { rollupRows, rollupTables } from './fold/tables.ts';
import { type EngineBench, type EngineHall, openHall } from './kit/engine.ts';

const EVERYTHING = { from: 0, to: Date.UTC(2100, 0, 1) };
const START = Date.UTC(2026, 2, 3);

let hall: EngineHall;
beforeAll(async () => {
  hall = await openHall();
}, 120_000);
afterAll(async () => {
  await hall?.close();
}, 60_000);

const open: EngineBench[] = [];
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
}, 60_000);

async function engine(name: string, options: Parameters<EngineHall['open']>[1]): Promise<EngineBench> {
  const bench = await hall.open(name, { clock: systemClock, ...options });
  open.push(bench);
  return bench;
}

function linesOf(stream: string, count: number): string[] {
  const declared = catalogue.find(({ name }) => name === stream);
  if (declared === undefined) throw new Error(`no stream ${stream}`);
  const lines = declared.simulator({ seed: 7, rate: 20, start: START });
  return Array.from({ length: count }, () => lines.next().value.line);
}

/** The messages of a partition, of which an offset is the number. */
interface Topic {
  readonly stream: string;
  readonly source: string;
  readonly lines: readonly string[];
}

/** Copies, edits and deletions of an event are where the event is. */
function partitioned(stream: string, lines: readonly string[]): Topic[] {
  const partitionOf = (line: string): number => {
    const id = /"id":"([^"]*)"/.exec(line)?.[1] ?? line;
    return [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 2;
  };
  return [0, 1].map((partition) => ({
    stream,
    source: `kafka-${partition}`,
    lines: lines.filter((line) => partitionOf(line) === partition),
  }));
}

async function sliceAt({ stream, source, lines }: Topic, from: number, count: number): Promise<InputSlice> {
  const part = lines.slice(from, from + count);
  const offset = BigInt(from);
  const receivedAt = START + 86_400_000;
  const slice = await hall.slice({ stream, source, from: offset, lines: part, receivedAt });
  const offsetOf = (line: number): bigint => offset + BigInt(line);
  return { ...slice, to: offset + BigInt(part.length), offsetOf };
}

/** How many times another engine was faster. */
let overtaken = 0;

/** Brings a topic up to some offset, from wherever the warehouse stands; as a worker does it, two slices at once. */
async function bring(bench: EngineBench, topic: Topic, until: number): Promise<void> {
  for (;;) {
    const from = Number(await bench.warehouse.offset(topic.stream, topic.source));
    if (from >= until) return;
    const size = Math.min(150, until - from);
    const slices = [
      await sliceAt(topic, from, size),
      await sliceAt(topic, from + size, Math.min(150, until - from - size)),
    ];
    const ended = await Promise.allSettled(
      slices.filter((slice) => slice.to > slice.from).map((slice) => bench.engine.submit(slice)),
    );
    for (const one of ended) {
      if (one.status === 'fulfilled') continue;
      if (!(one.reason instanceof CrosscurrentError && one.reason.code === 'overtaken')) throw one.reason;
      overtaken += 1;
    }
  }
}

async function tablesOf(bench: EngineBench, schema: string): Promise<Record<string, readonly string[]>> {
  const tables: Record<string, readonly string[]> = {};
  for (const table of await rollupTables(bench.reader, schema)) {
    tables[table] = await rollupRows(bench.reader, `${schema}.${table}`, EVERYTHING);
  }
  return tables;
}

async function accountOf(bench: EngineBench, stream: string) {
  const { balanced, streams } = await bench.warehouse.audit();
  const found = streams.find((one) => one.stream === stream);
  const { received, stored, duplicate, rejected } = found ?? {};
  return { balanced, received, stored, duplicate, rejected };
}

const CAMPAIGN = { name: 'Lumera', any: ['Lumera'] };
const WORDS = ['Lumera', 'Kveld', 'Nimbus'];

describe('engines that share a stream', () => {
  it('[D2] [D3] [D5] count each event once, whoever brings it, and recognise copies of what others brought', async () => {
    const lines = linesOf('web-behaviour', 3_000);
    const topics = partitioned('web-behaviour', [
      ...lines,
      ...lines.slice(0, 1_500),
      ...lines.slice(500, 900),
    ]);
    const [a, b] = [await engine('shared-web', { writer: 'a' }), await engine('shared-web', { writer: 'b' })];
    overtaken = 0;
    for (const [index, topic] of topics.entries()) {
      const all = topic.lines.length;
      const [first, second] = index === 0 ? [a, b] : [b, a];
      await bring(first, topic, Math.floor(all / 4));
      // Taken over without a word, and back again.
      await bring(second, topic, Math.floor(all / 2));
      await bring(first, topic, Math.floor((all * 3) / 4));
      // Both believe to have it.
      await Promise.all([bring(first, topic, all), bring(second, topic, all)]);
    }
    await a.engine.settle('web-behaviour');
    const one = await engine('alone-web', {});
    for (const topic of topics) await bring(one, topic, topic.lines.length);
    await one.engine.settle('web-behaviour');
    expect(overtaken).toBeGreaterThan(0);
    expect(await tablesOf(a, 'web_behaviour')).toEqual(await tablesOf(one, 'web_behaviour'));
    expect(await accountOf(a, 'web-behaviour')).toEqual(await accountOf(one, 'web-behaviour'));
    expect([a.errors, b.errors]).toEqual([[], []]);
  }, 180_000);

  it('[R1] [D2] take back what others brought, while one compacts and campaigns change', async () => {
    const topics = partitioned('posts', linesOf('posts', 6_000));
    const [a, b] = [
      await engine('shared-posts', { writer: 'a' }),
      await engine('shared-posts', { writer: 'b' }),
    ];
    const quarter = (part: number): Promise<unknown> =>
      Promise.all(
        topics.map((topic, index) =>
          bring((index + part) % 2 === 0 ? a : b, topic, Math.floor((topic.lines.length * part) / 4)),
        ),
      );
    await quarter(1);
    const busy = quarter(2);
    const made = await a.engine.campaigns.create(CAMPAIGN);
    await b.engine.compact('posts');
    await busy;
    const busier = quarter(3);
    await b.engine.campaigns.change(made.id, { any: WORDS });
    await a.engine.compact('posts');
    await Promise.all([busier, b.engine.compact('posts').catch(() => undefined)]);
    await quarter(4);
    await a.engine.settle('posts');
    await matched(a);

    const one = await engine('alone-posts', {});
    await one.engine.campaigns.create({ ...CAMPAIGN, any: WORDS });
    for (const topic of topics) await bring(one, topic, topic.lines.length);
    await one.engine.settle('posts');
    await matched(one);
    expect(await tablesOf(a, 'posts')).toEqual(await tablesOf(one, 'posts'));
    const mentions = await mentionsOf(one);
    expect(mentions.length).toBeGreaterThan(100);
    expect(await mentionsOf(a)).toEqual(mentions);
    expect(await accountOf(a, 'posts')).toEqual(await accountOf(one, 'posts'));
  }, 240_000);

  it('[D3] keep everything but rollups and distinct counts where Flink makes those', async () => {
    const topics = partitioned('web-behaviour', linesOf('web-behaviour', 1_000));
    const bench = await engine('archive', { writer: 'a', rollups: false });
    const one = await engine('no-archive', {});
    for (const topic of topics) {
      await bring(bench, topic, topic.lines.length);
      await bring(one, topic, topic.lines.length);
    }
    await bench.engine.settle('web-behaviour');
    await one.engine.settle('web-behaviour');
    const [found, expected] = [await tablesOf(bench, 'web_behaviour'), await tablesOf(one, 'web_behaviour')];
    const sessions = Object.keys(expected).filter((table) => table.startsWith('session'));
    expect(sessions.length).toBeGreaterThan(0);
    for (const [table, rows] of Object.entries(expected)) {
      expect(found[table], table).toEqual(sessions.includes(table) ? rows : []);
    }
    expect(await accountOf(bench, 'web-behaviour')).toEqual(await accountOf(one, 'web-behaviour'));
    await expect(
      bench.engine.rebuild('web-behaviour', {
        dryRun: false,
        removeSources: [],
        onProgress: () => undefined,
        signal: new AbortController().signal,
      }),
    ).rejects.toMatchObject({ code: 'unsupported' });
  }, 120_000);
});

/** Resolves when all stored events have been looked at for all campaigns. */
async function matched(bench: EngineBench): Promise<void> {
  for (const began = Date.now(); ; await sleep(100)) {
    const campaigns = await bench.warehouse.campaigns.list();
    if (campaigns.every(({ state }) => state === 'ready')) return;
    if (Date.now() - began > 60_000) throw new Error('campaigns are never matched');
  }
}

async function mentionsOf(bench: EngineBench): Promise<readonly unknown[]> {
  return bench.reader.rows(
    `SELECT m.campaign, m.id FROM posts.mentions m JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition
     ORDER BY 1, 2`,
  );
}
