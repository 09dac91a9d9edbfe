import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeError } from '../../event/errors.ts';
import { deleteTopics, ensureTopics, topicsOf } from '../../log/kafka/topics.ts';
import type { Stream } from '../../stream/define.ts';
import { compareTable, openForComparison, type TableComparison } from '../../warehouse/compare.ts';
import type { StreamVerdict, VerifiedEngine, VerifyContext, VerifyRequest } from './contract.ts';
import { makeDatabase } from './database.ts';
import { type EmbeddedSide, openEmbeddedSide } from './embedded.ts';
import { openFlinkSide } from './flink-side.ts';
import { inputFile, linesOf } from './input.ts';
import { produceRaw } from './raw-topic.ts';
import { settle } from './settle.ts';
import type { OpenSide, OtherSide } from './sides.ts';
import { openWorkersSide } from './workers-side.ts';

/** Differences that are kept of each table. */
const EXAMPLES = 20;

const POLL_MS = 200;

/** Flink writes its figures every second or so; when nothing comes for so long, nothing will. */
const QUIET_MS = 45_000;

const HOUR_MS = 60 * 60 * 1000;

const SIDES: Readonly<Record<VerifiedEngine, OpenSide>> = { flink: openFlinkSide, workers: openWorkersSide };

/**
 * Sends the same events through the embedded engine and through another one, stream by stream, and compares every row of
 * every table that both keep (V6). Topics, databases and jobs are made for it and removed, whatever happens.
 * @param onVerdict told of each stream when it is done
 * @param openSide for tests: another way to the other engine
 * @throws CrosscurrentError when a side cannot be had
 */
export async function verifyStreams(
  context: VerifyContext,
  request: VerifyRequest,
  onVerdict: (verdict: StreamVerdict) => void,
  openSide: OpenSide = SIDES[request.engine],
): Promise<readonly StreamVerdict[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-verify-'));
  let embedded: EmbeddedSide | undefined;
  const verdicts: StreamVerdict[] = [];
  try {
    request.say('Starting the embedded engine ...');
    await mkdir(path.join(folder, 'embedded', 'slices'), { recursive: true });
    embedded = await openEmbeddedSide(context, {
      catalogue: request.streams,
      folder: path.join(folder, 'embedded'),
    });
    for (const stream of request.streams) {
      const verdict = await verifyStream({ context, request, stream, folder, embedded, openSide });
      verdicts.push(verdict);
      onVerdict(verdict);
    }
    return verdicts;
  } finally {
    await embedded?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

interface Verifying {
  readonly context: VerifyContext;
  readonly request: VerifyRequest;
  readonly stream: Stream;
  readonly folder: string;
  readonly embedded: EmbeddedSide;
  readonly openSide: OpenSide;
}

async function verifyStream(work: Verifying): Promise<StreamVerdict> {
  const { request, stream, folder, embedded } = work;
  const { signal } = request;
  const began = performance.now();
  const say = (words: string): void => request.say(`${stream.name}: ${words}`);
  const now = work.context.clock.now();
  const file = await inputFile(stream, request.input, { folder, now });
  say('through the embedded engine ...');
  const outcome = await embedded.ingest(stream, file, signal);
  const troubles = new Set<string>();
  const scratchDir = path.join(folder, `${stream.name}-lines`);
  await mkdir(scratchDir, { recursive: true });
  const compared = await onOtherSide(work, {
    say,
    onError: (error) => troubles.add(describeError(error)),
    lines: () => linesOf(stream, file, { scratchDir, now }),
  });
  return {
    stream: stream.name,
    engine: request.engine,
    equal: compared.tables.every(
      ({ missing, unexpected, different }) => missing + unexpected + different === 0,
    ),
    lines: compared.lines,
    outcome,
    seconds: Math.round(performance.now() - began) / 1000,
    tables: compared.tables,
    troubles: [...troubles],
  };
}

interface Through {
  readonly say: (words: string) => void;
  readonly onError: (error: unknown) => void;
  readonly lines: () => AsyncIterable<readonly Buffer[]>;
}

/** Brings the lines to the other side, with topics and a database of their own, and compares. */
async function onOtherSide(
  { context, request, stream, folder, embedded, openSide }: Verifying,
  { say, onError, lines }: Through,
): Promise<{ lines: number; tables: readonly TableComparison[] }> {
  const name = `crosscurrent_verify_${randomBytes(5).toString('hex')}`;
  const kafka = { ...context.kafka, topicPrefix: `${context.kafka.topicPrefix}${name}.` };
  const own: VerifyContext = { ...context, kafka };
  const topics = topicsOf(kafka, stream.name, { ...context, retentionMs: HOUR_MS });
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const database = await makeDatabase(context.databaseUrl, name);
    closers.push(database.drop);
    closers.push(() =>
      deleteTopics(
        kafka,
        topics.map((topic) => topic.name),
      ),
    );
    await ensureTopics(kafka, topics);
    say(request.engine === 'flink' ? 'deploying its job ...' : 'starting workers ...');
    const side = await openSide(own, {
      ...{ stream, databaseUrl: database.url, databaseName: name, signal: request.signal, say, onError },
      folder: path.join(folder, name),
    });
    closers.push(() => side.close());
    say('producing its events ...');
    const { compression } = context;
    const produced = await produceRaw(kafka, stream, { lines: lines(), compression });
    return {
      lines: produced,
      tables: await compareSides({ embedded, side, request, stream, say }, produced),
    };
  } finally {
    for (const closer of closers.reverse()) await closer().catch(onError);
  }
}

interface Comparing {
  readonly embedded: EmbeddedSide;
  readonly side: OtherSide;
  readonly request: VerifyRequest;
  readonly stream: Stream;
  readonly say: (words: string) => void;
}

async function compareSides(
  { embedded, side, request, stream, say }: Comparing,
  produced: number,
): Promise<readonly TableComparison[]> {
  const { signal } = request;
  const until = performance.now() + request.withinMs;
  while (side.taken() < produced && performance.now() < until) {
    say(`${side.taken()} of ${produced} events taken ...`);
    await side.check();
    await pause(POLL_MS, undefined, { signal });
  }
  const one = await openForComparison(embedded.connection);
  const other = await openForComparison(side.url).catch(async (error: unknown) => {
    await one.close();
    throw error;
  });
  try {
    const tables = side.tables.map((table) => ({ stream: stream.name, table }));
    await settle({
      ...{ one, other, tables, signal, quietMs: QUIET_MS, check: side.check },
      withinMs: Math.max(0, until - performance.now()),
      onProgress: (equal) => say(`${equal} of ${tables.length} tables are equal ...`),
    });
    const compared: TableComparison[] = [];
    for (const table of tables) {
      signal.throwIfAborted();
      say(`comparing ${table.table.name} ...`);
      compared.push(await compareTable({ one, other }, table, EXAMPLES));
    }
    return compared;
  } finally {
    await one.close();
    await other.close();
  }
}
