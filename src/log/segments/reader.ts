import { CrosscurrentError } from '../../event/errors.ts';
import { fileError, type LogFile, type LogFiles } from './files.ts';
import { decodeEntry, ENTRY_BYTES, type IndexEntry } from './index-entry.ts';
import type { Segment } from './segment.ts';

/** A range of one segment, by offsets in the source. */
export interface SegmentRange {
  from: bigint;
  to: bigint;
  lines: number;
  receivedAt: number;
}

/** Where in the index a read may begin: the entry at `slot` starts at `offset` or before. */
export interface IndexHint {
  slot: number;
  offset: bigint;
}

/** Index entries read at a time. */
const SLOTS_PER_READ = 2048;
/** How far to look for a line end at a time, in a line longer than was asked for. */
const LINE_STEP_BYTES = 1024 * 1024;

/**
 * The whole entries of `segment` from `from` on, as many as fit into `maxBytes`; when not even one does, or `from` lies
 * within one, a part of that entry which ends behind a line end. `from` must lie in the segment.
 */
export async function findRange(
  files: LogFiles,
  segment: Segment,
  wanted: { from: bigint; maxBytes: number; hint: IndexHint },
): Promise<{ range: SegmentRange; next: IndexHint }> {
  const { from, maxBytes, hint } = wanted;
  const whole: IndexEntry[] = [];
  let bytes = 0;
  let next = hint;
  for await (const { entry, slot } of entriesFrom(files, segment, hint.slot)) {
    const end = entry.offset + BigInt(entry.bytes);
    if (end <= from) continue;
    if (whole.length === 0 && (entry.offset < from || entry.bytes > maxBytes)) {
      const range = await partOf(files, segment, { entry, from, maxBytes });
      return { range, next: { slot, offset: entry.offset } };
    }
    bytes += entry.bytes;
    if (whole.length > 0 && bytes > maxBytes) break;
    whole.push(entry);
    next = { slot: slot + 1, offset: end };
  }
  return { range: spanOf(segment, whole), next };
}

function spanOf(segment: Segment, entries: readonly IndexEntry[]): SegmentRange {
  const first = entries[0];
  const last = entries.at(-1);
  if (first === undefined || last === undefined) throw damaged(segment);
  const lines = entries.reduce((sum, entry) => sum + entry.lines, 0);
  return { from: first.offset, to: last.offset + BigInt(last.bytes), lines, receivedAt: first.receivedAt };
}

async function* entriesFrom(
  files: LogFiles,
  segment: Segment,
  first: number,
): AsyncGenerator<{ entry: IndexEntry; slot: number }> {
  const index = await openToRead(files, segment.paths.index);
  try {
    for (let slot = first; slot < segment.entries; slot += SLOTS_PER_READ) {
      const count = Math.min(SLOTS_PER_READ, segment.entries - slot);
      const buffer = Buffer.alloc(count * ENTRY_BYTES);
      await index.read(buffer, slot * ENTRY_BYTES);
      for (let i = 0; i < count; i += 1) {
        const entry = decodeEntry(buffer, i * ENTRY_BYTES);
        if (entry === null) throw damaged(segment);
        yield { entry, slot: slot + i };
      }
    }
  } finally {
    await index.close();
  }
}

async function partOf(
  files: LogFiles,
  segment: Segment,
  wanted: { entry: IndexEntry; from: bigint; maxBytes: number },
): Promise<SegmentRange> {
  const { entry } = wanted;
  const inside = wanted.from > entry.offset;
  const from = inside ? wanted.from : entry.offset;
  const start = Number(from - segment.base);
  const end = Number(entry.offset - segment.base) + entry.bytes;
  const data = await openToRead(files, segment.paths.data);
  try {
    const { length, lines } = await wholeLines(data, { start, end, maxBytes: wanted.maxBytes });
    return { from, to: from + BigInt(length), lines, receivedAt: entry.receivedAt };
  } finally {
    await data.close();
  }
}

async function wholeLines(
  data: LogFile,
  wanted: { start: number; end: number; maxBytes: number },
): Promise<{ length: number; lines: number }> {
  const { start, end, maxBytes } = wanted;
  let lines = 0;
  let lastEnd = 0;
  let at = start;
  while (at < end) {
    const step = Buffer.alloc(Math.min(LINE_STEP_BYTES, end - at));
    const piece = step.subarray(0, await data.read(step, at));
    if (piece.length === 0) break;
    for (let i = piece.indexOf(10); i >= 0; i = piece.indexOf(10, i + 1)) {
      const length = at + i + 1 - start;
      if (lines > 0 && length > maxBytes) return { length: lastEnd, lines };
      lines += 1;
      lastEnd = length;
    }
    at += piece.length;
    if (lines > 0 && at - start >= maxBytes) return { length: lastEnd, lines };
  }
  // An entry always ends with a line; what is left of a damaged one is handed over whole.
  return lastEnd === end - start ? { length: lastEnd, lines } : { length: end - start, lines: lines + 1 };
}

/** The bytes of a segment between two offsets. Fails with `file_unreadable` when they are not all there. */
export async function readRange(
  files: LogFiles,
  segment: Segment,
  range: { from: bigint; to: bigint },
): Promise<Buffer> {
  const file = await openToRead(files, segment.paths.data);
  try {
    const buffer = Buffer.allocUnsafe(Number(range.to - range.from));
    const got = await file.read(buffer, Number(range.from - segment.base));
    if (got < buffer.length) throw damaged(segment);
    return buffer;
  } finally {
    await file.close();
  }
}

async function openToRead(files: LogFiles, path: string): Promise<LogFile> {
  try {
    return await files.open(path, 'read');
  } catch (error) {
    throw fileError(error, path);
  }
}

function damaged(segment: Segment): CrosscurrentError {
  return new CrosscurrentError(
    'file_unreadable',
    `The log segment ${segment.paths.data} or its index is damaged.`,
    'Put both back from a backup; or delete both to go on behind them, which gives up their events.',
  );
}
