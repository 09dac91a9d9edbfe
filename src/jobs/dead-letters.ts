import { z } from 'zod';
import type { Engine } from '../engine/contract.ts';
import type { Clock } from '../event/clock.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { describeReason } from '../event/outcome.ts';
import { isoInstant } from '../event/time.ts';
import type { ScratchFiles } from '../log/scratch.ts';
import { adaptedAgain } from '../sources/again.ts';
import type { Stream } from '../stream/define.ts';
import type { StoredDeadLetter, Warehouse } from '../warehouse/contract.ts';
import { findStream } from './find-stream.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { addOutcome, emptyOutcome, totalOf } from './outcomes.ts';

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
  /** Partitions of a topic are remembered each by itself: what comes past them would not be recognised. */
  readonly byPartition?: boolean;
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

/**
 * Sends dead letters through the stream once more, as new lines of the source `replay`: what is
 * still unusable becomes a dead letter again. Letters whose line was cut are left where they are.
 */
export async function replayDeadLetters(
  context: DeadLetterContext,
  args: unknown,
  onProgress: (progress: unknown) => void,
  signal: AbortSignal,
) {
  const { stream: name, ids } = ReplayArguments.parse(args);
  const stream = findStream(context.catalogue, name);
  if (context.byPartition === true) {
    throw new CrosscurrentError(
      'unsupported',
      'With a log in Kafka, dead letters do not go into the warehouse past it: copies of events would not be recognised.',
      'Send the mended lines to the collector.',
    );
  }
  return context.replays(stream.name, () => replayStream(context, { stream, ids, onProgress, signal }));
}

interface Replay {
  readonly stream: Stream;
  readonly ids: readonly string[] | undefined;
  readonly onProgress: (progress: unknown) => void;
  readonly signal: AbortSignal;
}

async function replayStream(context: DeadLetterContext, { stream, ids, onProgress, signal }: Replay) {
  const which = { stream: stream.name, waiting: true, ...(ids === undefined ? {} : { ids }) };
  const totalEvents = await context.warehouse.deadLetters.count(which);
  let total = emptyOutcome();
  let before: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = { ...which, limit: AT_ONCE, ...(before === undefined ? {} : { before }) };
    const letters = await context.warehouse.deadLetters.list(page);
    if (letters.length === 0) break;
    before = letters.at(-1)?.id;
    const whole = letters.filter((letter) => letter.rawBytes === letter.raw.length).reverse();
    if (whole.length === 0) continue;
    total = addOutcome(total, await replayLines(context, stream, whole));
    await context.warehouse.deadLetters.markReplayed(whole.map((letter) => letter.id));
    onProgress({ events: total.received, totalEvents });
  }
  const { received, stored, duplicate, rejected } = total;
  return {
    replayed: received,
    stored,
    duplicate,
    rejected: { total: totalOf(rejected), byReason: rejected },
  };
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
