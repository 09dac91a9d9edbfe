import { join } from 'node:path';
import { type Clock, systemClock } from '../../event/clock.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Appended, AppendListener, Batch, Log, SourceName } from '../contract.ts';
import { fileError, type LogFiles, nodeFiles } from './files.ts';
import { folderToName, nameToFolder } from './names.ts';
import { Partition, type PartitionOptions } from './partition.ts';
import { type Quota, quota } from './quota.ts';
import type { Mended } from './recovery.ts';

const MIB = 1024 * 1024;
/** Appends that wait for a slow disk are in memory; beyond this the sender has to wait instead (D7). */
const MAX_WAITING_BYTES = 256 * MIB;

export interface SegmentLogOptions {
  /** The folder of the log; made when it is missing. Whoever opens it holds the lock of the data folder. */
  dir: string;
  clock?: Clock;
  files?: LogFiles;
  /** Default 10 GiB. */
  limitBytes?: number;
  /** Default 64 MiB. */
  segmentBytes?: number;
  /** Default 10 minutes. */
  segmentAgeMs?: number;
  /** Default 256 MiB, for each stream and source. */
  retainBytes?: number;
  /** Told of each source whose end had to be mended. */
  onMended?: (mended: SourceName & Mended) => void;
}

/**
 * Opens the log that is kept in segment files (see `ActiveSegment` for how it is made durable):
 *
 * ```
 * log/<stream>/<source>/00000000000000000000.ndjson   sealed: never changes; deleted once committed
 *                       00000000000000000000.idx
 *                       00000000000067108640.ndjson   active: the name is the offset of its first byte
 *                       00000000000067108640.idx
 * ```
 *
 * A torn tail is cut before this resolves. Fails with `data_dir_unusable` or `disk_full`.
 */
export async function openSegmentLog(options: SegmentLogOptions): Promise<Log> {
  const listeners = new Set<AppendListener>();
  const shared: PartitionOptions = {
    files: options.files ?? nodeFiles,
    clock: options.clock ?? systemClock,
    quota: quota(options.limitBytes ?? 10 * 1024 * MIB),
    segmentBytes: options.segmentBytes ?? 64 * MIB,
    segmentAgeMs: options.segmentAgeMs ?? 10 * 60 * 1000,
    retainBytes: options.retainBytes ?? 256 * MIB,
    onAppend: (appended) => {
      // Apart from the write: a listener that throws is a bug of its own and must not fail the append.
      for (const listener of listeners) queueMicrotask(() => listener(appended));
    },
  };
  const log = new SegmentLog(options.dir, shared, listeners);
  try {
    await shared.files.makeDir(options.dir);
    await log.recover(options.onMended ?? (() => undefined));
  } catch (error) {
    await log.close().catch(() => undefined);
    throw fileError(error, options.dir);
  }
  return log;
}

class SegmentLog implements Log {
  readonly unit = 'bytes';
  readonly #dir: string;
  readonly #shared: PartitionOptions;
  readonly #quota: Quota;
  readonly #partitions = new Map<string, Partition>();
  readonly #listeners: Set<AppendListener>;
  /** Whether something was committed since the log was last found full. */
  #reclaimable = true;
  #reclaiming: Promise<void> | null = null;
  #closed = false;
  /** Bytes of the appends under way. */
  #waiting = 0;

  constructor(dir: string, shared: PartitionOptions, listeners: Set<AppendListener>) {
    this.#listeners = listeners;
    this.#dir = dir;
    this.#shared = shared;
    this.#quota = shared.quota;
  }

  async recover(onMended: (mended: SourceName & Mended) => void): Promise<void> {
    const { files } = this.#shared;
    for (const stream of await files.list(this.#dir)) {
      for (const source of await files.list(join(this.#dir, stream))) {
        const partition = this.#partition(folderToName(stream), folderToName(source));
        const mended = await partition.recover();
        if (mended !== null && mended.cutBytes + mended.damagedBytes > 0) {
          onMended({ ...partition.name, ...mended });
        }
      }
    }
  }

  async append(stream: string, source: string, batch: Batch): Promise<readonly Appended[]> {
    if (this.#closed) throw new CrosscurrentError('internal', 'The log is closed.', '');
    const bytes = batch.data.length;
    const partition = this.#partition(stream, source);
    if (bytes === 0) return [];
    if (batch.data[bytes - 1] !== 10) {
      throw new CrosscurrentError('internal', 'A batch for the log does not end with a line end.', '');
    }
    if (this.#waiting > 0 && this.#waiting + bytes > MAX_WAITING_BYTES) throw tooSlow();
    if (!this.#quota.take(bytes)) {
      await this.#reclaim();
      if (!this.#quota.take(bytes)) throw this.#full();
    }
    this.#waiting += bytes;
    try {
      return [await partition.append(batch)];
    } finally {
      this.#waiting -= bytes;
    }
  }

  end(stream: string, source: string): bigint {
    return this.#partitions.get(key(stream, source))?.end ?? 0n;
  }

  sources(): SourceName[] {
    const names = [...this.#partitions.values()].filter(({ end }) => end > 0n).map(({ name }) => name);
    return names.sort((a, b) => byCodePoint(a.stream, b.stream) || byCodePoint(a.source, b.source));
  }

  async read(stream: string, source: string, from: bigint, maxBytes: number) {
    return (await this.#partitions.get(key(stream, source))?.read(from, maxBytes)) ?? null;
  }

  onAppend(listener: AppendListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async truncateBefore(stream: string, source: string, offset: bigint): Promise<void> {
    this.#reclaimable = true;
    if (offset > 0n) await this.#partition(stream, source).truncateBefore(offset);
  }

  async forgetCommitted(stream: string): Promise<void> {
    for (const partition of this.#partitions.values()) {
      if (partition.name.stream === stream) await partition.forgetCommitted();
    }
  }

  usage() {
    return { bytes: this.#quota.bytes, limitBytes: this.#quota.limitBytes };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const partition of this.#partitions.values()) await partition.close();
  }

  #partition(stream: string, source: string): Partition {
    const known = this.#partitions.get(key(stream, source));
    if (known !== undefined) return known;
    const dir = join(this.#dir, nameToFolder(stream), nameToFolder(source));
    const made = new Partition({ stream, source }, dir, this.#shared);
    this.#partitions.set(key(stream, source), made);
    return made;
  }

  /** Deletes what is committed but was retained; those who find the log full at the same time share it. */
  async #reclaim(): Promise<void> {
    if (this.#reclaiming === null && this.#reclaimable) {
      this.#reclaimable = false;
      this.#reclaiming = this.#reclaimAll().finally(() => {
        this.#reclaiming = null;
      });
    }
    await this.#reclaiming;
  }

  async #reclaimAll(): Promise<void> {
    for (const partition of this.#partitions.values()) await partition.reclaim();
  }

  #full(): CrosscurrentError {
    const { bytes, limitBytes } = this.usage();
    return new CrosscurrentError(
      'log_full',
      `The log is full: ${toMiB(bytes)} of ${toMiB(limitBytes)} MiB wait for the warehouse.`,
      'Send again later; it empties by itself once the warehouse keeps up.',
    );
  }
}

function tooSlow(): CrosscurrentError {
  return new CrosscurrentError(
    'log_full',
    'The disk of the log cannot keep up with the senders.',
    'Send again later, or more slowly.',
  );
}

function key(stream: string, source: string): string {
  return `${stream}\u0000${source}`;
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function toMiB(bytes: number): number {
  return Math.floor(bytes / MIB);
}
