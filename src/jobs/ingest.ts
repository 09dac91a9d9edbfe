import { z } from 'zod';
import type { Engine, Outcome } from '../engine/contract.ts';
import type { Clock } from '../event/clock.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { expandInputs } from '../sources/file/expand.ts';
import { type FileInput, openFile } from '../sources/file/open.ts';
import { type FileSlice, slices } from '../sources/file/slices.ts';
import type { Stream } from '../stream/define.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import { findStream } from './find-stream.ts';
import type { Job } from './host/guests.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { addOutcome, emptyOutcome, totalOf } from './outcomes.ts';

/** Slices that are read ahead, each in a scratch file: several share a commit while others are prepared. */
const AHEAD = 8;

const PROGRESS_MS = 200;

/** What the job `ingest` is asked for. */
export const IngestArguments = z.object({
  stream: z.string(),
  inputs: z.array(z.string()).min(1),
  format: z.string().optional(),
});

export interface IngestContext {
  readonly catalogue: readonly Stream[];
  readonly engine: Engine;
  readonly warehouse: Warehouse;
  readonly clock: Clock;
  /** Where slices are written; in memory when there is such a place. */
  readonly sliceDir: string;
}

/** Loads files; resolves when everything is in the warehouse, distinct counts and sessions included. */
export function ingestJob(context: IngestContext): Job {
  const reading = oneAtATime();
  return async (args, onProgress, signal) => {
    const { stream: name, inputs, format } = IngestArguments.parse(args);
    const stream = findStream(context.catalogue, name);
    const started = context.clock.now();
    const paths = await expandInputs(inputs, process.cwd());
    let total = emptyOutcome();
    let skipped = 0;
    const files: object[] = [];
    for (const file of paths) {
      const input = await openFile(format === undefined ? { path: file } : { path: file, format });
      const work: FileWork = {
        stream,
        input,
        signal,
        onProgress: (bytes, events) =>
          onProgress({
            bytes,
            totalBytes: input.bytesTotal,
            events: total.received + events,
            seconds: (context.clock.now() - started) / 1000,
          }),
      };
      // Two readings of a content at the same time would share its offset: the second waits, and finds duplicates (D4).
      const outcome = await reading(`${stream.name} ${input.source}`, () => ingestFile(context, work));
      total = addOutcome(total, outcome);
      skipped += outcome.skipped;
      files.push({ path: file, ...shape(outcome), skipped: outcome.skipped });
    }
    await context.engine.settle(stream.name);
    const seconds = (context.clock.now() - started) / 1000;
    return { stream: stream.name, ...shape(total), skipped, seconds, files };
  };
}

function shape(outcome: Outcome): object {
  const { received, stored, duplicate, rejected } = outcome;
  return { received, stored, duplicate, rejected: { total: totalOf(rejected), byReason: rejected } };
}

/** What became of a file. `skipped` messages are no events of the stream: they are not received. */
type FileOutcome = Outcome & { readonly skipped: number };

interface FileWork {
  readonly stream: Stream;
  readonly input: FileInput;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number, events: number) => void;
}

/** Reads a file from where an interrupted reading of it stopped, or once more when it had been read whole. */
async function ingestFile(context: IngestContext, work: FileWork): Promise<FileOutcome> {
  const { warehouse, engine } = context;
  const { stream, input } = work;
  work.signal.throwIfAborted();
  const reading = await beginReading(context, work);
  const from = await warehouse.offset(stream.name, reading.source);
  const endFile = await engine.beginFile(stream.name, input.source);
  try {
    const outcome = await submitSlices(context, work, { source: reading.source, from });
    await warehouse.ingestedFiles.complete(stream.name, reading.source);
    return outcome;
  } finally {
    endFile();
  }
}

/**
 * The first reading of a content is the source `file:<fingerprint>`; each further one has a number,
 * so that its lines are counted as received again, and found to be duplicates (D4).
 */
async function beginReading(
  context: IngestContext,
  { stream, input }: FileWork,
): Promise<{ source: string }> {
  for (let number = 1; ; number += 1) {
    const source = number === 1 ? input.source : `${input.source}~${number}`;
    const known = await context.warehouse.ingestedFiles.find(stream.name, source);
    if (known !== undefined && known.completedAt !== null) continue;
    await context.warehouse.ingestedFiles.begin({
      stream: stream.name,
      source,
      path: input.path,
      size: BigInt(input.bytesTotal ?? 0),
      fingerprint: source,
    });
    return { source };
  }
}

async function submitSlices(
  context: IngestContext,
  work: FileWork,
  reading: { source: string; from: bigint },
): Promise<FileOutcome> {
  const { stream, input, signal } = work;
  let total = emptyOutcome();
  let skipped = 0;
  let shown = 0;
  const inFlight = new Set<Promise<void>>();
  let failed: { error: unknown } | null = null;
  const pieces = slices({
    input: { ...input, source: reading.source },
    stream: stream.name,
    from: reading.from,
    scratchDir: context.sliceDir,
    receivedAt: context.clock.now(),
    checkHeader: (names) => checkHeader(stream, names),
  });
  const submit = async (slice: FileSlice): Promise<void> => {
    try {
      const outcome = await context.engine.submit(slice);
      total = addOutcome(total, outcome);
      skipped += slice.skipped;
      if (context.clock.now() - shown < PROGRESS_MS) return;
      shown = context.clock.now();
      work.onProgress(slice.progress.bytesRead, total.received);
    } catch (error) {
      failed ??= { error };
    } finally {
      await slice.release();
    }
  };
  try {
    for await (const slice of pieces) {
      const done = submit(slice).finally(() => inFlight.delete(done));
      inFlight.add(done);
      while (inFlight.size >= AHEAD) await Promise.race(inFlight);
      if (failed !== null || signal.aborted) break;
    }
  } finally {
    await Promise.all(inFlight);
  }
  if (failed !== null) throw (failed as { error: unknown }).error;
  signal.throwIfAborted();
  return { ...total, skipped };
}

/** A CSV file must have the columns without which every row would be rejected. Fails with `file_unreadable`. */
export function checkHeader(stream: Stream, names: readonly string[]): void {
  const present = new Set(names.map((name) => name.trim().toLowerCase()));
  for (const [name, column] of Object.entries(stream.columns)) {
    if (!column.required) continue;
    const accepted = [name, ...column.aliases];
    if (accepted.some((one) => present.has(one.toLowerCase()))) continue;
    throw new CrosscurrentError(
      'file_unreadable',
      `The CSV file has no column ${accepted.join(' or ')}, which ${stream.name} requires.`,
      `Its columns are ${names.join(', ')}. Rename one, or add it.`,
    );
  }
}
