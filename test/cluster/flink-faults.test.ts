// Faults of what works beside a job of Flink: the archiver and the broker, each killed in mid-run. All rows are those of a
// fold that is written without the program's code, the ones of Flink (rollups, distinct counts) as well as those of the
// archiver (sessions, star schema), and no event is lost or booked twice.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { garbage, judge, type Line } from '../integrity/fold/lines.ts';
import { readTables } from '../integrity/fold/tables.ts';
import type { WebFact } from '../integrity/fold/web-facts.ts';
import { foldWeb } from '../integrity/fold/web-fold.ts';
import { take, until, webTraffic } from '../integrity/kit/traffic.ts';
import { connectReader } from '../integrity/kit/warehouse.ts';
import { eventually, type Message, openPipeline, type Pipeline } from './kit/flink-pipeline.ts';
import { describeOnCluster, kill, restart } from './support.ts';

const STREAM = 'web-behaviour';
const EVERYTHING = { from: 0, to: Date.UTC(2100, 0, 1) };

let pipeline: Pipeline;
beforeEach(async () => {
  pipeline = await openPipeline(STREAM);
});
afterEach(async () => {
  await pipeline.close();
});

/** Events, copies of earlier ones, and lines that are no events. */
function linesOf(seed: number, events: number): Line<WebFact>[] {
  const bad = fc.sample(garbage, { numRuns: events / 50, seed });
  const lines: Line<WebFact>[] = [];
  for (const [serial, line] of take(webTraffic(seed), events).entries()) {
    lines.push(line);
    const earlier = lines[Math.floor(lines.length / 2)];
    if (serial % 9 === 0 && earlier !== undefined) lines.push(earlier);
    const poison = bad[serial / 50];
    if (poison !== undefined) lines.push(poison);
  }
  return lines;
}

/** Copies meet in one partition; lines that are no events come in any. */
function messagesOf(lines: readonly Line<WebFact>[]): Message[] {
  return lines.map(({ text, outcome }, serial) => ({
    key: 'fact' in outcome ? outcome.fact.id : `line-${serial}`,
    value: text,
  }));
}

async function expectExact(lines: readonly Line<WebFact>[]): Promise<void> {
  const judged = judge(lines);
  const folded = foldWeb(judged.facts);
  const look = async () => {
    const reader = await connectReader({ connectionString: pipeline.databaseUrl });
    return readTables(reader, 'web_behaviour', Object.keys(folded), EVERYTHING).finally(() => reader.close());
  };
  const found = await eventually(look, (tables) => isDeepStrictEqual(tables, folded), 90_000);
  for (const [table, rows] of Object.entries(folded)) expect(found[table], table).toEqual(rows);

  const rejected = Object.values(judged.rejected).reduce((sum, count) => sum + count, 0);
  const { balanced, streams } = (await pipeline.answer('audit')) as unknown as {
    balanced: boolean;
    streams: { stream: string; lag: { bytes: number }; [name: string]: unknown }[];
  };
  expect(balanced).toBe(true);
  expect(streams.find(({ stream }) => stream === STREAM)).toMatchObject({
    ...{ received: lines.length, stored: judged.facts.length, duplicate: judged.duplicate },
    rejected: { total: rejected, byReason: judged.rejected },
    ...{ lake: { rows: judged.facts.length }, deadLetters: rejected, balanced: true },
  });
}

describeOnCluster('a fault beside a job of Flink, in mid-run', () => {
  it('[D2] [D3] of the archiver changes no row of either, and nothing is booked twice', async () => {
    const lines = linesOf(31, 4000);
    const messages = messagesOf(lines);
    await pipeline.answer('deploy', STREAM);
    const [first] = await Promise.all([pipeline.worker('archive'), pipeline.worker('enrich')]);
    const sending = pipeline.send(messages.slice(0, 3000));
    await until('the archiver has begun', async () => (await pipeline.taken()) > 0);
    await first.kill();
    await sending;
    const killedAt = await pipeline.taken();
    const second = await pipeline.worker('archive');
    await pipeline.send(messages.slice(3000));
    await until('the archiver is done', async () => (await pipeline.taken()) >= lines.length);
    expect(killedAt, 'killed before the end').toBeLessThan(3000);
    await expectExact(lines);
    expect((await second.stop()).exit).toBe(0);
  });

  it('[D2] [D3] of the broker changes no row, and nothing is booked twice', async () => {
    const lines = linesOf(32, 4000);
    const messages = messagesOf(lines);
    await pipeline.answer('deploy', STREAM);
    const workers = await Promise.all([pipeline.worker('archive'), pipeline.worker('enrich')]);
    await pipeline.send(messages.slice(0, 2500));
    await until('the archiver has begun', async () => (await pipeline.taken()) > 0);
    await kill('kafka');
    await restart('kafka');
    await pipeline.send(messages.slice(2500));
    await until('the archiver is done', async () => (await pipeline.taken()) >= lines.length);
    await expectExact(lines);
    for (const worker of workers) expect((await worker.stop()).exit).toBe(0);
    const { streams } = await pipeline.answer('status', STREAM);
    expect(streams).toMatchObject([{ job: { state: 'RUNNING', wanted: 'running' } }]);
  });
});
