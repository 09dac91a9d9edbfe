import { z } from 'zod';
import type { Engine } from '../engine/contract.ts';
import type { Clock } from '../event/clock.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { describeReason } from '../event/outcome.ts';
import { isoInstant } from '../event/time.ts';
import type { Batch } from '../log/contract.ts';
import type { KafkaLog } from '../log/kafka/open.ts';
import type { ScratchFiles } from '../log/scratch.ts';
import { adaptedAgain } from '../sources/again.ts';
import type { Stream } from '../stream/define.ts';
import type { StoredDeadLetter, Warehouse } from '../warehouse/contract.ts';
import { patiently } from './append-patiently.ts';
import { findStream } from './find-stream.ts';
import type { Job } from './host/guests.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { addOutcome, emptyOutcome, totalOf } from './outcomes.ts';
import { type TakenInContext, takenIn } from './taken-in.ts';

/** The source under which replayed lines are counted. */
const REPLAY_SOURCE = 'replay';

/** Dead letters replayed together. */
const AT_ONCE = 5_000;

const ListArguments = z.object({
  stream: z.string().optional(),
  reason: z.string().optional(),
  limit: z.number().int().min(1).max(10_000).optional(),
  before: z.string().optional(),
});

const ReplayArguments = z.object({ stream: z.string(), ids: z.array(z.string()).optional() });

export interface DeadLetterContext {
  readonly catalogue: readonly Stream[];
  readonly warehouse: Warehouse;
  readonly engine: Engine;
  readonly scratch: ScratchFiles;
  /** Shared by all that replay: two at the same time would share an offset. */
  readonly replays: OneAtATime;
  readonly clock: Clock;
  /**
   * Where the lines go when the log lies in Kafka: partitions of a topic are remembered each by itself, so that what came
   * past them would not be recognised.
   */
  readonly topics?: KafkaLog | null;
}

/** Dead letters, newest first, and how many there are in all. */
export async function listDeadLetters({ warehouse }: DeadLetterContext, args: unknown) {
  const { stream, reason, limit, before } = ListArguments.parse(args);
  const which = { ...(stream === undefined ? {} : { stream }), ...(reason === undefined ? {} : { reason }) };
  const rows = await warehouse.deadLetters.list({
    ...which,
    ...(limit === undefined ? {} : { limit }),
    ...(before === undefined ? {} : { before }),
  });
  return { total: await warehouse.deadLetters.count(which), rows: rows.map(shape) };
}

/** One dead letter, whole. */
export async function showDeadLetter({ warehouse }: DeadLetterContext, args: unknown) {
  const { id } = z.object({ id: z.string() }).parse(args);
  const letter = await warehouse.deadLetters.get(id);
  if (letter !== undefined) return shape(letter);
  throw new CrosscurrentError(
    'not_found',
    `There is no dead letter ${id}.`,
    'List them with dead-letters list.',
  );
}

function shape(letter: StoredDeadLetter) {
  return {
    id: letter.id,
    stream: letter.stream,
    source: letter.source,
    offset: letter.offset.toString(),
    reason: letter.reason,
    words: describeReason(letter.reason),
    raw: letter.raw.toString('utf8'),
    bytes: letter.rawBytes,
    receivedAt: isoInstant(letter.receivedAt),
    replayedAt: letter.replayedAt === null ? null : isoInstant(letter.replayedAt),
  };
}

/** The job `dead-letters.replay`; with a log in Kafka it waits until the lines are in the warehouse. */
export function replayJob(context: DeadLetterContext, taking: TakenInContext | null): Job {
  return async (args, onProgress, signal) => {
    const result = await replayDeadLetters(context, args, onProgress, signal);
    if (taking === null || !('sent' in result)) return result;
    const { stream } = ReplayArguments.parse(args);
    const inWarehouse = result.sent > 0 ? await takenIn(taking, stream, signal) : taking.soleReader;
    return { ...result, inWarehouse };
  };
}

/**
 * Sends dead letters through the stream once more, as new lines of the source `replay`: what is
 * still unusable becomes a dead letter again. Letters whose line was cut are left where they are.
 *
 * With a log in Kafka the lines are messages of the raw topic, and the letters are marked when Kafka has acknowledged
 * them. Those that are sent twice, by a program that was killed in between, are recognised by their ids.
 */
export async function replayDeadLetters(
  context: DeadLetterContext,
  args: unknown,
  onProgress: (progress: unknown) => void,
  signal: AbortSignal,
) {
  const { stream: name, ids } = ReplayArguments.parse(args);
  const stream = findStream(context.catalogue, name);
  const replay = { stream, ids, onProgress, signal };
  const log = context.topics ?? null;
  return context.replays<Replayed>(stream.name, () =>
    log === null ? replayStream(context, replay) : replayToTopic(context, { ...replay, log }),
  );
}

interface Replay {
  readonly stream: Stream;
  readonly ids: readonly string[] | undefined;
  readonly onProgress: (progress: unknown) => void;
  readonly signal: AbortSignal;
}

/** What became of replayed lines; with a log in Kafka, only that they were sent is known. */
type Replayed =
  | {
      readonly replayed: number;
      readonly stored: number;
      readonly duplicate: number;
      readonly rejected: object;
    }
  | { readonly replayed: number; readonly sent: number };

async function replayStream(context: DeadLetterContext, replay: Replay): Promise<Replayed> {
  let total = emptyOutcome();
  await replayPages(context, replay, async (letters) => {
    total = addOutcome(total, await replayLines(context, replay.stream, letters));
    return total.received;
  });
  const { received, stored, duplicate, rejected } = total;
  return {
    replayed: received,
    stored,
    duplicate,
    rejected: { total: totalOf(rejected), byReason: rejected },
  };
}

async function replayToTopic(
  context: DeadLetterContext,
  replay: Replay & { readonly log: KafkaLog },
): Promise<Replayed> {
  const { stream, log, signal } = replay;
  let sent = 0;
  await replayPages(context, replay, async (letters) => {
    const lines = letters.flatMap((letter) => linesOf(stream, letter.raw));
    for (const batch of batchesOf(lines)) {
      await patiently(() => log.append(stream.name, REPLAY_SOURCE, batch), signal);
      signal.throwIfAborted();
      sent += batch.lines;
    }
    return sent;
  });
  return { replayed: sent, sent };
}

/** Bytes of lines that are sent together, unless one alone is longer. */
const SEND_BYTES = 4 * 1024 * 1024;

function* batchesOf(lines: readonly Buffer[]): Generator<Batch> {
  let batch: Buffer[] = [];
  let bytes = 0;
  for (const [at, line] of lines.entries()) {
    batch.push(line, Buffer.from('\n'));
    bytes += line.length + 1;
    if (bytes < SEND_BYTES && at < lines.length - 1) continue;
    yield { data: Buffer.concat(batch), lines: batch.length / 2 };
    batch = [];
    bytes = 0;
  }
}

/** Calls `work` with the letters that wait, in pieces, and marks each when it was done. `work` says how many were. */
async function replayPages(
  { warehouse }: DeadLetterContext,
  { stream, ids, onProgress, signal }: Replay,
  work: (letters: readonly StoredDeadLetter[]) => Promise<number>,
): Promise<void> {
  const which = { stream: stream.name, waiting: true, ...(ids === undefined ? {} : { ids }) };
  const totalEvents = await warehouse.deadLetters.count(which);
  let before: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = { ...which, limit: AT_ONCE, ...(before === undefined ? {} : { before }) };
    const letters = await warehouse.deadLetters.list(page);
    if (letters.length === 0) break;
    before = letters.at(-1)?.id;
    const whole = letters.filter((letter) => letter.rawBytes === letter.raw.length).reverse();
    if (whole.length === 0) continue;
    const events = await work(whole);
    await warehouse.deadLetters.markReplayed(whole.map((letter) => letter.id));
    onProgress({ events, totalEvents });
  }
}

async function replayLines(context: DeadLetterContext, stream: Stream, letters: readonly StoredDeadLetter[]) {
  const lines = letters.flatMap((letter) => linesOf(stream, letter.raw));
  if (lines.length === 0) return emptyOutcome();
  const from = await context.warehouse.offset(stream.name, REPLAY_SOURCE);
  const data = lines.flatMap((line) => [line, Buffer.from('\n')]);
  const file = await context.scratch.write(`${stream.name}-replay-${from}.ndjson`, data);
  try {
    return await context.engine.submit({
      stream: stream.name,
      source: REPLAY_SOURCE,
      from,
      to: from + BigInt(file.bytes),
      path: file.path,
      lines: lines.length,
      bytes: file.bytes,
      receivedAt: context.clock.now(),
      release: () => Promise.resolve(),
    });
  } finally {
    await file.release();
  }
}

const LINE_END = 10;
const SPACE = 32;

/**
 * What was a message of a source is adapted once more; what is still refused stays as it is, to become a dead letter
 * again.
 */
function linesOf(stream: Stream, raw: Buffer): readonly Buffer[] {
  const adapted = adaptedAgain(stream.name, raw);
  if (adapted === null || adapted.some(({ outcome }) => outcome === 'rejected')) return [oneLine(raw)];
  return adapted.flatMap((each) =>
    each.outcome === 'event' ? [Buffer.from(JSON.stringify(each.event))] : [],
  );
}

/** A row of CSV, a document or a server-sent event may hold line ends; as one line it is counted once. */
function oneLine(raw: Buffer): Buffer {
  return raw.includes(LINE_END) ? Buffer.from(raw.map((byte) => (byte === LINE_END ? SPACE : byte))) : raw;
}
