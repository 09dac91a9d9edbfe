import { z } from 'zod';
import type { InputSlice } from '../engine/contract.ts';
import type { Clock } from '../event/clock.ts';
import { openFile } from '../sources/file/open.ts';
import { slices } from '../sources/file/slices.ts';
import type { Stream } from '../stream/define.ts';
import { findStream } from './find-stream.ts';
import type { Job } from './host/guests.ts';

/** Small slices, so that the first lines are shown at once. */
const SLICE_BYTES = 2 * 1024 * 1024;

const Arguments = z.object({
  stream: z.string(),
  path: z.string(),
  format: z.string().optional(),
});

/** What would become of a line; `line` counts from 0 in its slice. */
export type Tried = { readonly line: number } & (
  | { readonly outcome: 'accepted'; readonly event: Readonly<Record<string, unknown>> }
  | { readonly outcome: 'rejected'; readonly reason: string }
);

export interface TryContext {
  readonly catalogue: readonly Stream[];
  readonly clock: Clock;
  readonly scratchDir: string;
  readonly lines: (stream: Stream, slice: InputSlice) => AsyncIterable<Tried>;
}

/**
 * Shows what each line of a file would become; the lines come as progress, nothing is stored. Messages that are no events
 * of the stream are counted alone.
 */
export function tryJob(context: TryContext): Job {
  return async (args, onProgress, signal) => {
    const { stream: name, path, format } = Arguments.parse(args);
    const stream = findStream(context.catalogue, name);
    const input = await openFile(format === undefined ? { path } : { path, format });
    let before = 0;
    let skipped = 0;
    const pieces = slices({
      input,
      stream: stream.name,
      from: 0n,
      sliceBytes: SLICE_BYTES,
      scratchDir: context.scratchDir,
      receivedAt: context.clock.now(),
    });
    for await (const slice of pieces) {
      signal.throwIfAborted();
      const refused = slice.rejected.map(({ line, reason }) => ({ line, reason }));
      for await (const tried of context.lines(stream, slice)) {
        const message = slice.numbers?.[tried.line];
        onProgress(message === undefined ? numbered(tried, before, refused) : { ...tried, line: message });
      }
      for (const { line, reason } of refused) onProgress({ line: line, outcome: 'rejected', reason });
      before += slice.lines + slice.rejected.length;
      skipped += slice.skipped;
      await slice.release();
    }
    return { lines: before, skipped };
  };
}

/** Numbers a line of a slice as a line of the file: lines that were refused before count, too. */
function numbered(tried: Tried, before: number, refused: { line: number; reason: string }[]): object {
  let line = before + tried.line + 1;
  for (const other of refused) if (other.line <= line) line += 1;
  return { ...tried, line };
}
