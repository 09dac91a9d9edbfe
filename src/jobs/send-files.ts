import { readFile } from 'node:fs/promises';
import type { Clock } from '../event/clock.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { isoInstant } from '../event/time.ts';
import type { KafkaLog } from '../log/kafka/open.ts';
import { expandInputs } from '../sources/file/expand.ts';
import { type FileInput, openFile } from '../sources/file/open.ts';
import { type FileSlice, slices } from '../sources/file/slices.ts';
import type { Stream } from '../stream/define.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import { keepFileProgress } from '../warehouse/file-progress.ts';
import { patiently } from './append-patiently.ts';
import { findStream } from './find-stream.ts';
import type { Job } from './host/guests.ts';
import { checkHeader, IngestArguments } from './ingest.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { type TakenInContext, takenIn } from './taken-in.ts';

/** The name of files as a sender, in the header of their messages. */
export const FILE_SOURCE = 'file';

/** How much of a file, unpacked, is sent at once; one that is gone on with begins where such a piece ended. In bytes. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** Pieces under way at once: one is read while another is sent. */
const AHEAD = 2;

const PROGRESS_MS = 200;

export interface SendContext extends TakenInContext {
  readonly catalogue: readonly Stream[];
  readonly log: KafkaLog;
  readonly warehouse: Pick<Warehouse, 'query' | 'offset' | 'ingestedFiles'>;
  readonly clock: Clock;
  /** Where pieces are written; in memory when there is such a place. */
  readonly sliceDir: string;
}

interface FileSent {
  /** Messages that Kafka has acknowledged, the refused ones included. */
  readonly sent: number;
  /** Of those, what is no line, no row or no message: it is rejected with its reason where the topic is read. */
  readonly refused: number;
  /** Messages that are no events of the stream: they are not sent. */
  readonly skipped: number;
  /** Of the file as it lies on the disk. */
  readonly bytes: number;
  /** When all of it had been sent before; nothing is sent then. Epoch milliseconds. */
  readonly sentBefore: number | null;
}

const NOTHING: FileSent = { sent: 0, refused: 0, skipped: 0, bytes: 0, sentBefore: null };

/**
 * Sends files to the topic of their stream, each line a message with the event's id as its key, and waits until they are
 * in the warehouse, where somebody takes them there.
 *
 * How far a file was sent is noted in the warehouse, each time when Kafka has acknowledged a piece of it, so one that was
 * broken off goes on from there. Two pieces at most, 8 MiB, are sent twice when the program is killed: their events are
 * recognised by their ids, within the horizon of `dedup-minutes` and `dedup-ids`, and count as duplicates; what of them is
 * no event is counted as rejected twice. A file that was sent whole is not sent again: its events could be older than that
 * horizon.
 */
export function sendFilesJob(context: SendContext): Job {
  const sending = oneAtATime();
  return async (args, onProgress, signal) => {
    const { stream: name, inputs, format } = IngestArguments.parse(args);
    const stream = findStream(context.catalogue, name);
    const started = context.clock.now();
    const seconds = (): number => (context.clock.now() - started) / 1000;
    let total = NOTHING;
    const files: object[] = [];
    for (const path of await expandInputs(inputs, process.cwd())) {
      const input = await openFile(format === undefined ? { path } : { path, format });
      const before = total;
      const onSent = ({ bytes, sent }: FileSent): void =>
        onProgress({
          bytes,
          totalBytes: input.bytesTotal,
          events: before.sent + sent,
          seconds: seconds(),
        });
      const work = { stream, input, onSent, signal };
      // Two that send a content at the same time would share its offset.
      const file = await sending(`${stream.name} ${input.source}`, () => sendFile(context, work));
      total = added(total, file);
      files.push({ path, ...shape(file) });
    }
    const sentIn = seconds();
    const inWarehouse = total.sent > 0 ? await takenIn(context, stream.name, signal) : context.soleReader;
    const waiting = inWarehouse ? 0 : (context.tail.lag(stream.name).events ?? 0);
    const { sent, refused, skipped, bytes } = total;
    const outcome = { sent, refused, skipped, bytes, inWarehouse, waiting };
    return { stream: stream.name, ...outcome, taken: context.soleReader, sentIn, seconds: seconds(), files };
  };
}

function shape({ sentBefore, ...file }: FileSent): object {
  return { ...file, sentBefore: sentBefore === null ? null : isoInstant(sentBefore) };
}

function added(total: FileSent, piece: FileSent): FileSent {
  return {
    sent: total.sent + piece.sent,
    refused: total.refused + piece.refused,
    skipped: total.skipped + piece.skipped,
    bytes: total.bytes + piece.bytes,
    sentBefore: null,
  };
}

interface FileWork {
  readonly stream: Stream;
  readonly input: FileInput;
  readonly onSent: (file: FileSent) => void;
  readonly signal: AbortSignal;
}

async function sendFile(context: SendContext, work: FileWork): Promise<FileSent> {
  const { ingestedFiles } = context.warehouse;
  const { stream, input, signal } = work;
  signal.throwIfAborted();
  const { path, source } = input;
  const known = await ingestedFiles.find(stream.name, source);
  if (known !== undefined && known.completedAt !== null) {
    return { ...NOTHING, sentBefore: known.completedAt };
  }
  const size = BigInt(input.bytesTotal ?? 0);
  await ingestedFiles.begin({ stream: stream.name, source, path, size, fingerprint: source });
  const sent = await sendPieces(context, work);
  await ingestedFiles.complete(stream.name, source);
  return sent;
}

/** A piece that is on its way. */
interface Sending {
  readonly slice: FileSlice;
  readonly done: Promise<void>;
}

async function sendPieces(context: SendContext, work: FileWork): Promise<FileSent> {
  const { warehouse, clock, sliceDir } = context;
  const { stream, input, onSent, signal } = work;
  let total = NOTHING;
  let shown = 0;
  const underWay: Sending[] = [];
  /** Waits for the oldest piece, and notes that it is there. */
  const finishOldest = async (): Promise<void> => {
    const oldest = underWay.shift();
    if (oldest === undefined) return;
    const { slice, done } = oldest;
    await done;
    signal.throwIfAborted();
    await noteProgress(warehouse, slice);
    const refused = slice.rejected.length;
    const { skipped, progress } = slice;
    const sentNow = { ...NOTHING, sent: slice.lines + refused, refused, skipped };
    total = { ...added(total, sentNow), bytes: progress.bytesRead };
    if (clock.now() - shown < PROGRESS_MS) return;
    shown = clock.now();
    onSent(total);
  };
  const pieces = slices({
    input,
    stream: stream.name,
    from: await warehouse.offset(stream.name, input.source),
    sliceBytes: PIECE_BYTES,
    scratchDir: sliceDir,
    receivedAt: clock.now(),
    checkHeader: (names) => checkHeader(stream, names),
  });
  try {
    for await (const slice of pieces) {
      const done = sendPiece(context, slice, signal).finally(() => slice.release());
      done.catch(() => undefined);
      underWay.push({ slice, done });
      if (underWay.length >= AHEAD) await finishOldest();
    }
  } finally {
    // What could be read of a file that breaks off was sent, and is noted.
    while (underWay.length > 0) await finishOldest();
  }
  return total;
}

async function sendPiece({ log }: SendContext, slice: FileSlice, signal: AbortSignal): Promise<void> {
  const { stream, path, lines, rejected } = slice;
  if (lines > 0) {
    const data = await readFile(path);
    await patiently(() => log.append(stream, FILE_SOURCE, { data, lines }), signal);
  }
  if (rejected.length > 0) await patiently(() => log.appendRefused(stream, FILE_SOURCE, rejected), signal);
}

async function noteProgress(
  warehouse: SendContext['warehouse'],
  { stream, source, from, to }: FileSlice,
): Promise<void> {
  if (await keepFileProgress(warehouse, { stream, source, from, to })) return;
  throw new CrosscurrentError(
    'overtaken',
    'Another process sends the same file at this moment.',
    'Leave it to that one; what both have sent is recognised by its ids.',
  );
}
