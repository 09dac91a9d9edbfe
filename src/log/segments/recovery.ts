import { crc32 } from 'node:zlib';
import { errorCode, type LogFile, type LogFiles, writeAll } from './files.ts';
import { decodeEntry, ENTRY_BYTES, encodeEntry, type IndexEntry } from './index-entry.ts';
import type { SegmentPaths } from './names.ts';
import { ActiveSegment } from './segment.ts';

/** What was found wrong with the last segment of a source at start, and mended. */
export interface Mended {
  /** Bytes of NDJSON cut off the end: they were never acknowledged. */
  cutBytes: number;
  /** Bytes before the end whose checksum does not fit: they are kept, and read as they are. */
  damagedBytes: number;
}

export interface Recovered {
  segment: ActiveSegment;
  /** Time of the last entry, in epoch milliseconds; 0 when there is none. */
  lastReceivedAt: number;
  mended: Mended;
}

const WINDOW_BYTES = 4 * 1024 * 1024;

/**
 * Opens the last segment of a source for writing. What follows the last entry whose checksums fit is a torn tail and
 * is cut. A bad entry *before* a good one is no torn tail but damage, and cutting there would lose acknowledged
 * events: the entry is made anew from its neighbours, and the data stay for the engine to judge line by line (D6).
 */
export async function recoverSegment(
  files: LogFiles,
  place: { base: bigint; paths: SegmentPaths },
): Promise<Recovered> {
  const { paths } = place;
  const data = await files.open(paths.data, 'write');
  try {
    const { index, rebuild } = await openIndex(files, paths.index);
    try {
      return await mend(files, place, { data, index, rebuild });
    } catch (error) {
      await index.close();
      throw error;
    }
  } catch (error) {
    await data.close();
    throw error;
  }
}

async function mend(
  files: LogFiles,
  place: { base: bigint; paths: SegmentPaths },
  open: { data: LogFile; index: LogFile; rebuild: boolean },
): Promise<Recovered> {
  const { base, paths } = place;
  const { data, index } = open;
  const dataBytes = await data.size();
  const window = new DataWindow(data, dataBytes);
  const slots = open.rebuild ? await rebuiltSlots(window, base) : await readSlots(index, window, base);
  const good = slots.slice(0, slots.findLastIndex((slot) => slot.whole) + 1);
  const { entries, changed, damagedBytes } = await repair(window, base, good);
  for (const at of open.rebuild ? entries.keys() : changed) {
    const entry = entries[at];
    if (entry !== undefined) await writeAll(index, encodeEntry(entry), at * ENTRY_BYTES);
  }
  const last = entries.at(-1);
  const bytes = last === undefined ? 0 : Number(last.offset - base) + last.bytes;
  if (dataBytes > bytes) await data.truncate(bytes);
  const indexBytes = entries.length * ENTRY_BYTES;
  if ((await index.size()) !== indexBytes) await index.truncate(indexBytes);
  const openedAt = entries[0]?.receivedAt ?? null;
  const info = { base, paths, bytes, entries: entries.length, openedAt, pins: 0 };
  return {
    segment: new ActiveSegment(files, info, { data, index }),
    lastReceivedAt: last?.receivedAt ?? 0,
    mended: { cutBytes: dataBytes - bytes, damagedBytes },
  };
}

/** One place in the index: its entry if that can be read, and whether the data fit it. */
interface Slot {
  entry: IndexEntry | null;
  whole: boolean;
}

async function openIndex(files: LogFiles, path: string): Promise<{ index: LogFile; rebuild: boolean }> {
  try {
    return { index: await files.open(path, 'write'), rebuild: false };
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return { index: await files.open(path, 'create'), rebuild: true };
  }
}

async function readSlots(index: LogFile, window: DataWindow, base: bigint): Promise<Slot[]> {
  const buffer = Buffer.alloc(await index.size());
  await index.read(buffer, 0);
  const slots: Slot[] = [];
  let end = base;
  for (let at = 0; at + ENTRY_BYTES <= buffer.length; at += ENTRY_BYTES) {
    const entry = decodeEntry(buffer, at);
    if (entry === null || entry.offset < end) {
      slots.push({ entry: null, whole: false });
      continue;
    }
    const position = Number(entry.offset - base);
    const inside = position + entry.bytes <= window.size;
    const whole = inside && (await window.checksum(position, entry.bytes)) === entry.checksum;
    if (inside) end = entry.offset + BigInt(entry.bytes);
    slots.push({ entry: inside ? entry : null, whole });
  }
  return slots;
}

/** An index that is missing altogether is made from the data: one entry up to the last line end. */
async function rebuiltSlots(window: DataWindow, base: bigint): Promise<Slot[]> {
  const { lines, lastEnd } = await window.lines(0, window.size);
  if (lines === 0) return [];
  const checksum = await window.checksum(0, lastEnd);
  return [{ entry: { offset: base, bytes: lastEnd, lines, receivedAt: 0, checksum }, whole: true }];
}

async function repair(
  window: DataWindow,
  base: bigint,
  slots: readonly Slot[],
): Promise<{ entries: IndexEntry[]; changed: number[]; damagedBytes: number }> {
  const entries: IndexEntry[] = [];
  const changed: number[] = [];
  let damagedBytes = 0;
  let end = base;
  let receivedAt = 0;
  for (const [at, slot] of slots.entries()) {
    let entry = slot.entry;
    if (entry === null) {
      const next = slots.slice(at).find((later) => later.entry !== null)?.entry?.offset ?? end;
      entry = await madeEntry(window, { base, from: end, to: next, receivedAt });
      changed.push(at);
    }
    if (!slot.whole) damagedBytes += entry.bytes;
    entries.push(entry);
    end = entry.offset + BigInt(entry.bytes);
    receivedAt = entry.receivedAt;
  }
  return { entries, changed, damagedBytes };
}

async function madeEntry(
  window: DataWindow,
  range: { base: bigint; from: bigint; to: bigint; receivedAt: number },
): Promise<IndexEntry> {
  const position = Number(range.from - range.base);
  const bytes = Number(range.to - range.from);
  const { lines } = await window.lines(position, bytes);
  const checksum = await window.checksum(position, bytes);
  return { offset: range.from, bytes, lines, receivedAt: range.receivedAt, checksum };
}

/** Reads a file that is gone through from front to back a few MiB at a time, however small the pieces asked for. */
class DataWindow {
  readonly size: number;
  readonly #file: LogFile;
  readonly #buffer = Buffer.alloc(WINDOW_BYTES);
  #start = 0;
  #filled = 0;

  constructor(file: LogFile, size: number) {
    this.#file = file;
    this.size = size;
  }

  async checksum(position: number, bytes: number): Promise<number> {
    let sum = 0;
    for await (const piece of this.#pieces(position, bytes)) sum = crc32(piece, sum);
    return sum;
  }

  /** Line ends in a range, and the position behind the last one. */
  async lines(position: number, bytes: number): Promise<{ lines: number; lastEnd: number }> {
    let lines = 0;
    let lastEnd = position;
    let start = position;
    for await (const piece of this.#pieces(position, bytes)) {
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) {
        lines += 1;
        lastEnd = start + at + 1;
      }
      start += piece.length;
    }
    return { lines, lastEnd };
  }

  async *#pieces(position: number, bytes: number): AsyncGenerator<Buffer> {
    let at = position;
    const end = position + bytes;
    while (at < end) {
      if (at < this.#start || at >= this.#start + this.#filled) {
        this.#start = at;
        this.#filled = await this.#file.read(this.#buffer, at);
        if (this.#filled === 0) return;
      }
      const from = at - this.#start;
      const piece = this.#buffer.subarray(from, Math.min(this.#filled, end - this.#start));
      yield piece;
      at += piece.length;
    }
  }
}
