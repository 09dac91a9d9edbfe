import { crc32 } from 'node:zlib';
import { fileError, type LogFile, type LogFiles, writeAll } from './files.ts';
import { ENTRY_BYTES, encodeEntry } from './index-entry.ts';
import type { SegmentPaths } from './names.ts';

/** What is known of a segment; sealed ones do not change any more. */
export interface Segment {
  base: bigint;
  paths: SegmentPaths;
  /** Durable bytes of NDJSON. */
  bytes: number;
  /** Durable entries of the index. */
  entries: number;
  /** Time of the first entry, in epoch milliseconds; null in an empty segment. */
  openedAt: number | null;
  /** Readers under way: a segment with readers is not deleted. */
  pins: number;
}

export function segmentEnd(segment: Segment): bigint {
  return segment.base + BigInt(segment.bytes);
}

/** Bytes on disk, index included. */
export function segmentSize(segment: Segment): number {
  return segment.bytes + segment.entries * ENTRY_BYTES;
}

/**
 * The segment that is written to.
 *
 * ```
 *  append ──► write data ──► fdatasync ─┐
 *         └─► write entry ─► fdatasync ─┴─► durable: acknowledge
 * ```
 *
 * The two files are flushed side by side, in no order. That is enough, because an entry counts only when its own
 * checksum and that of its data fit: an entry that reached the disk without its data, or data without its entry, is cut
 * at the next start, and neither was acknowledged. One flush is under way at a time, so only what follows the last
 * acknowledged entry can be torn.
 *
 * Any failure cuts both files back to the last durable end at once. When even that fails, the next append begins with
 * the cut. Pages that the system dropped after a failed fdatasync lie behind that end, and are written again.
 */
export class ActiveSegment {
  readonly info: Segment;
  readonly #files: LogFiles;
  readonly #data: LogFile;
  readonly #index: LogFile;
  #torn = false;

  constructor(files: LogFiles, info: Segment, open: { data: LogFile; index: LogFile }) {
    this.#files = files;
    this.info = info;
    this.#data = open.data;
    this.#index = open.index;
  }

  /** Appends and flushes one entry. Fails with `disk_full` or `data_dir_unusable`, and is then as it was before. */
  async append(data: Buffer, lines: number, receivedAt: number): Promise<void> {
    const { info } = this;
    try {
      if (this.#torn) await this.#cut();
      this.#torn = true;
      const offset = segmentEnd(info);
      const entry = encodeEntry({ offset, bytes: data.length, lines, receivedAt, checksum: crc32(data) });
      await settled([
        writeAll(this.#data, data, info.bytes).then(() => this.#data.datasync()),
        writeAll(this.#index, entry, info.entries * ENTRY_BYTES).then(() => this.#index.datasync()),
        // A folder that was moved or deleted still takes writes through the open files.
        this.#files.size(info.paths.data),
      ]);
    } catch (error) {
      await this.#cut().catch(() => undefined);
      throw fileError(error, info.paths.data);
    }
    this.#torn = false;
    info.bytes += data.length;
    info.entries += 1;
    info.openedAt ??= receivedAt;
  }

  /** Cuts off what a failed append left, if anything, and closes the files. */
  async close(): Promise<void> {
    if (this.#torn) await this.#cut().catch(() => undefined);
    await Promise.all([this.#data.close(), this.#index.close()]);
  }

  async #cut(): Promise<void> {
    await this.#data.truncate(this.info.bytes);
    await this.#index.truncate(this.info.entries * ENTRY_BYTES);
    this.#torn = false;
  }
}

/** Makes an empty segment; when that fails, nothing is left of it. */
export async function createSegment(
  files: LogFiles,
  dir: string,
  place: { base: bigint; paths: SegmentPaths },
): Promise<ActiveSegment> {
  const { base, paths } = place;
  const opened: LogFile[] = [];
  try {
    const index = await files.open(paths.index, 'create');
    opened.push(index);
    const data = await files.open(paths.data, 'create');
    opened.push(data);
    await files.syncDir(dir);
    const info = { base, paths, bytes: 0, entries: 0, openedAt: null, pins: 0 };
    return new ActiveSegment(files, info, { data, index });
  } catch (error) {
    await Promise.allSettled(opened.map((file) => file.close()));
    await Promise.allSettled([files.remove(paths.data), files.remove(paths.index)]);
    throw fileError(error, paths.data);
  }
}

/** Waits for all, then fails with the first failure: nothing may still be writing when the files are cut. */
async function settled(work: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
