import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { z } from 'zod';

import type { Benchmark, Figure, Size, Surroundings } from './contract.ts';
import { type BareParse, parseBare } from './events/bare-parse.ts';
import type { EventFile } from './events/event-files.ts';
import { webStream } from './events/web-stream.ts';
import { outputOf, type Running } from './program/programs.ts';
import { type Usage, watchUsage } from './program/usage.ts';
import { connectWarehouse } from './program/warehouse.ts';
import { number } from './show.ts';

/** What one `ingest` of a file into a clean data folder took. */
export interface Ingested {
  readonly file: EventFile;
  /** Until everything is in the warehouse, distinct counts and sessions included. */
  readonly seconds: number;
  /** Until the last commit: log offset, lake and additive rollups; undefined when it was over too soon to be seen. */
  readonly secondsToLastCommit: number | undefined;
  /** With the start of Node, the making of a PostgreSQL cluster, and the end. */
  readonly secondsOfProcess: number;
  readonly usage: Usage;
  /** The faster one of a bare parse before and one after. */
  readonly bare: BareParse;
}

const Result = z.object({ received: z.number(), stored: z.number(), seconds: z.number() });

const POLL_MS = 50;

const measured = new WeakMap<Surroundings, Map<number, Promise<Ingested>>>();

/** Ingests a file of so many events; once in a run for each number. */
export function measureIngest(around: Surroundings, { events, rate }: Size): Promise<Ingested> {
  const known = measured.get(around) ?? new Map<number, Promise<Ingested>>();
  measured.set(around, known);
  const found = known.get(events) ?? ingestOnce(around, { events, rate });
  known.set(events, found);
  return found;
}

async function ingestOnce(
  around: Surroundings,
  { events, rate }: { events: number; rate: number },
): Promise<Ingested> {
  const file = await around.files.get({ stream: webStream.name, events, rate });
  const dataDir = path.join(around.folder, `ingest-${events}`);
  const parse = (): Promise<BareParse> =>
    parseBare({ ...around, stream: webStream, file: file.path, into: 'aggregates' });
  around.say(`parsing ${number(events)} events with DuckDB alone`);
  const before = await parse();
  around.say(`ingesting ${number(events)} events`);
  const running = around.programs.run(['ingest', webStream.name, file.path, '--json'], { dataDir });
  const watch = watchUsage(running.pid);
  const secondsToLastCommit = await timeToLastCommit(running, dataDir);
  const output = await outputOf(running);
  const usage = watch.stop();
  const { seconds, received } = Result.parse(JSON.parse(output));
  if (received !== events) throw new Error(`${received} of ${events} events were received.`);
  const ended = await running.ended;
  await rm(dataDir, { recursive: true, force: true });
  around.say('parsing once more with DuckDB alone');
  const after = await parse();
  const bare = after.seconds < before.seconds ? after : before;
  return { file, seconds, secondsToLastCommit, secondsOfProcess: ended.seconds, usage, bare };
}

interface Times {
  readonly took: number | null;
}

/** Asks the warehouse, while the program runs, when the reading of the file began and when its last commit was done. */
async function timeToLastCommit(running: Running, dataDir: string): Promise<number | undefined> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  let client: Client | undefined;
  try {
    while (!over) {
      client ??= await connectWarehouse(dataDir);
      const answer = await client
        ?.query<Times>(
          'SELECT extract(epoch FROM completed_at - started_at)::float8 AS took FROM crosscurrent.ingested_file',
        )
        .catch(() => undefined);
      const took = answer?.rows[0]?.took;
      if (took !== undefined && took !== null) return took;
      await pause(POLL_MS);
    }
    return undefined;
  } finally {
    await client?.end().catch(() => undefined);
  }
}

/** The memory of an ingest as figures. */
export function memoryFigures({ usage }: Ingested, label = ''): Figure[] {
  const mib = (bytes: number | undefined): number | undefined =>
    bytes === undefined ? undefined : bytes / 2 ** 20;
  return [
    { what: `most memory of the program${label}`, value: mib(usage.programPeak), unit: 'MiB' },
    { what: `most memory of PostgreSQL${label}`, value: mib(usage.postgresPeak), unit: 'MiB' },
  ];
}

function perEvent(seconds: number | undefined, events: number): number | undefined {
  return seconds === undefined ? undefined : (seconds * 1e6) / events;
}

function bothCpu({ programCpu, postgresCpu }: Usage): number | undefined {
  return programCpu === undefined || postgresCpu === undefined ? undefined : programCpu + postgresCpu;
}

/** Microseconds on a processor for an event: program and PostgreSQL together, from start to end. */
export function processorPerEvent({ usage, file }: Ingested): number | undefined {
  return perEvent(bothCpu(usage), file.lines);
}

function timeFigures({ file: { lines }, bare, ...took }: Ingested, table: BareParse): Figure[] {
  const line = (what: string, seconds: number | undefined): Figure => ({
    what,
    value: seconds === undefined ? undefined : lines / seconds,
    unit: 'events/s',
    ratio: seconds === undefined ? undefined : bare.seconds / seconds,
  });
  return [
    line('bare parse, every column aggregated', bare.seconds),
    line('bare parse into a table', table.seconds),
    line('ingest until the last commit', took.secondsToLastCommit),
    line('ingest until distinct counts and sessions are in', took.seconds),
    line('the whole process, first start of PostgreSQL included', took.secondsOfProcess),
  ];
}

function processorFigures({ file: { lines }, bare, usage }: Ingested, table: BareParse): Figure[] {
  const line = (what: string, cpu: number | undefined): Figure => ({
    what,
    value: perEvent(cpu, lines),
    unit: 'µs/event',
    ratio: cpu === undefined ? undefined : bare.cpu / cpu,
  });
  return [
    line('processor, bare parse', bare.cpu),
    line('processor, bare parse into a table', table.cpu),
    line('processor, program', usage.programCpu),
    line('processor, PostgreSQL', usage.postgresCpu),
    line('processor, both', bothCpu(usage)),
  ];
}

/** How fast files are loaded, against DuckDB's bare parse of the same file. */
export const ingest: Benchmark = {
  name: 'ingest',
  about: 'A file of web events into a clean data folder, against a bare parse of it by DuckDB',
  size: { events: 2_000_000, rate: 100, seconds: 0 },
  async run(around, size) {
    const result = await measureIngest(around, size);
    const { file } = result;
    around.say('parsing into a table with DuckDB alone');
    const table = await parseBare({ ...around, stream: webStream, file: file.path, into: 'table' });
    return [
      {
        title: `ingest: ${number(file.lines)} web events of ${number(file.bytes / file.lines)} bytes, ${around.threads} threads`,
        ratioTo: 'the bare parse with every column aggregated (more is better)',
        figures: [
          ...timeFigures(result, table),
          ...processorFigures(result, table),
          ...memoryFigures(result),
        ],
      },
    ];
  },
};
