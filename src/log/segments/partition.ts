import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../event/clock.ts';
import type { Appended, Batch, LogRead, SourceName } from '../contract.ts';
import { fileError, type LogFiles } from './files.ts';
import { ENTRY_BYTES } from './index-entry.ts';
import { segmentBases, segmentPaths } from './names.ts';
import type { Quota } from './quota.ts';
import { findRange, type IndexHint, readRange } from './reader.ts';
import { type Mended, recoverSegment } from './recovery.ts';
import { type ActiveSegment, createSegment, type Segment, segmentEnd, segmentSize } from './segment.ts';

export interface PartitionOptions {
  files: LogFiles;
  clock: Clock;
  quota: Quota;
  /** A segment is sealed before it would grow beyond this, in bytes... */
  segmentBytes: number;
  /** ...or when its first entry is older than this, in milliseconds. */
  segmentAgeMs: number;
  /** Committed segments are kept up to this many bytes. */
  retainBytes: number;
  /** Told of each flush. */
  onAppend: (appended: Appended) => void;
}

interface Pending {
  batch: Batch;
  done: (appended: Appended) => void;
  failed: (error: unknown) => void;
}

/** A flush takes at most this much, so that those who wait for it do not wait long. */
const MAX_GROUP_BYTES = 8 * 1024 * 1024;
/** A segment is sealed at so many entries, too: its index is read as a whole at start. */
const MAX_ENTRIES = 262_144;

/** One stream and source of the log: a folder of segments, of which the last is written to. */
export class Partition {
  readonly name: SourceName;
  readonly #dir: string;
  readonly #options: PartitionOptions;
  #sealed: Segment[] = [];
  #active: ActiveSegment | null = null;
  #committed = 0n;
  #lastReceivedAt = 0;
  #hint: { base: bigint; hint: IndexHint } | null = null;
  #queue: Pending[] = [];
  /** The writing of the queue, while there is one. */
  #writing: Promise<void> | null = null;
  /** The end of the chain of what changes the segments: one thing at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(name: SourceName, dir: string, options: PartitionOptions) {
    this.name = name;
    this.#dir = dir;
    this.#options = options;
  }

  /** Opens what the folder holds, if it exists, and mends the end. */
  async recover(): Promise<Mended | null> {
    const { files, quota } = this.#options;
    const bases = segmentBases(await files.list(this.#dir));
    const lastBase = bases.pop();
    if (lastBase === undefined) return null;
    for (const [at, base] of bases.entries()) {
      this.#sealed.push(await sealedSegment(files, this.#dir, { base, next: bases[at + 1] ?? lastBase }));
    }
    const place = { base: lastBase, paths: segmentPaths(this.#dir, lastBase) };
    const { segment, lastReceivedAt, mended } = await recoverSegment(files, place);
    this.#active = segment;
    this.#lastReceivedAt = lastReceivedAt;
    for (const info of this.#segments()) quota.force(segmentSize(info));
    return mended;
  }

  get end(): bigint {
    return this.#active === null ? 0n : segmentEnd(this.#active.info);
  }

  /** The caller has taken `batch.data.length` bytes from the quota; they are given back when this fails. */
  append(batch: Batch): Promise<Appended> {
    return new Promise((done, failed) => {
      this.#queue.push({ batch, done, failed });
      this.#writing ??= this.#writeQueue();
    });
  }

  async read(from: bigint, maxBytes: number): Promise<LogRead | null> {
    const segment = this.#segments().find((info) => info.bytes > 0 && segmentEnd(info) > from);
    if (segment === undefined) return null;
    segment.pins += 1;
    try {
      return await this.#readSegment(segment, from < segment.base ? segment.base : from, maxBytes);
    } catch (error) {
      segment.pins -= 1;
      throw error;
    }
  }

  async truncateBefore(offset: bigint): Promise<void> {
    await this.#exclusive(async () => {
      if (offset > this.#committed) this.#committed = offset;
      if (offset > this.end) await this.#roll(offset);
      await this.#forget(this.#options.retainBytes);
    });
  }

  /** Gives up everything committed, for the log is full: also the segment that is written to. */
  async reclaim(): Promise<void> {
    await this.#exclusive(async () => {
      const active = this.#active;
      if (active !== null && active.info.bytes > 0 && this.end <= this.#committed) await this.#roll(this.end);
      await this.#forget(0);
    });
  }

  /** Deletes everything committed; a segment that is written to ends, so that nothing keeps what is in it. */
  async forgetCommitted(): Promise<void> {
    await this.#exclusive(async () => {
      if (this.#active !== null && this.#active.info.bytes > 0) await this.#roll(this.end);
      await this.#forget(0);
    });
  }

  async close(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    await this.#exclusive(async () => {
      await this.#active?.close();
    });
  }

  #segments(): Segment[] {
    return this.#active === null ? this.#sealed : [...this.#sealed, this.#active.info];
  }

  async #writeQueue(): Promise<void> {
    while (this.#queue.length > 0) {
      // What the same turn of the event loop brings shares the flush, which costs nearly the same for one post as for all:
      // a tenth of the processor time of 64 senders with an event each.
      await nextTurn();
      const group = this.#takeGroup();
      try {
        await this.#exclusive(() => this.#write(group));
      } catch (error) {
        for (const { batch, failed } of group) {
          this.#options.quota.give(batch.data.length);
          failed(error);
        }
      }
    }
    this.#writing = null;
  }

  #takeGroup(): Pending[] {
    let bytes = 0;
    let count = 0;
    for (const { batch } of this.#queue) {
      bytes += batch.data.length;
      if (count > 0 && bytes > MAX_GROUP_BYTES) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  async #write(group: readonly Pending[]): Promise<void> {
    const { clock, quota } = this.#options;
    const [first] = group;
    const data =
      group.length === 1 && first !== undefined
        ? first.batch.data
        : Buffer.concat(group.map(({ batch }) => batch.data));
    // The clock may be set back; times in the log never are.
    const receivedAt = Math.max(this.#lastReceivedAt, clock.now());
    const active = await this.#activeFor(data.length, receivedAt);
    const from = this.end;
    const lines = group.reduce((sum, { batch }) => sum + batch.lines, 0);
    await active.append(data, lines, receivedAt);
    quota.force(ENTRY_BYTES);
    this.#lastReceivedAt = receivedAt;
    let at = from;
    for (const { batch, done } of group) {
      const to = at + BigInt(batch.data.length);
      done({ ...this.name, from: at, to });
      at = to;
    }
    this.#options.onAppend({ ...this.name, from, to: at });
  }

  /** The segment to write `bytes` to: the active one, or a new one when that is to be sealed. */
  async #activeFor(bytes: number, now: number): Promise<ActiveSegment> {
    const active = this.#active;
    if (active !== null) {
      const { info } = active;
      const { segmentBytes, segmentAgeMs } = this.#options;
      const full = info.bytes + bytes > segmentBytes || info.entries >= MAX_ENTRIES;
      const old = info.openedAt !== null && now - info.openedAt >= segmentAgeMs;
      if (info.bytes === 0 || !(full || old)) return active;
    }
    return this.#roll(this.end);
  }

  /** Seals the active segment, if there is one, and begins another at `base`. */
  async #roll(base: bigint): Promise<ActiveSegment> {
    const { files } = this.#options;
    if (this.#active === null) await makeFolder(files, this.#dir);
    const place = { base, paths: segmentPaths(this.#dir, base) };
    const next = await createSegment(files, this.#dir, place);
    const before = this.#active;
    this.#active = next;
    if (before !== null) {
      this.#sealed.push(before.info);
      await before.close();
    }
    return next;
  }

  /** Deletes committed segments, the oldest first, until no more than `retain` bytes of them are left. */
  async #forget(retain: number): Promise<void> {
    const committed = this.#sealed.filter((info) => segmentEnd(info) <= this.#committed);
    let kept = committed.reduce((sum, info) => sum + segmentSize(info), 0);
    for (const info of committed) {
      if (kept <= retain && info.bytes > 0) break;
      if (info.pins > 0) continue;
      const { files, quota } = this.#options;
      try {
        await files.remove(info.paths.data);
        await files.remove(info.paths.index);
      } catch (error) {
        throw fileError(error, info.paths.data);
      }
      this.#sealed = this.#sealed.filter((other) => other !== info);
      kept -= segmentSize(info);
      quota.give(segmentSize(info));
    }
  }

  async #readSegment(segment: Segment, from: bigint, maxBytes: number): Promise<LogRead> {
    const { files } = this.#options;
    const known = this.#hint;
    const usable = known !== null && known.base === segment.base && known.hint.offset <= from;
    const hint = usable ? known.hint : { slot: 0, offset: segment.base };
    const { range, next } = await findRange(files, segment, { from, maxBytes, hint });
    this.#hint = { base: segment.base, hint: next };
    const sealed = segment !== this.#active?.info;
    const whole = sealed && range.from === segment.base && range.to === segmentEnd(segment);
    let pinned = true;
    return {
      ...this.name,
      ...range,
      bytes: Number(range.to - range.from),
      file: whole ? segment.paths.data : null,
      data: () => readRange(files, segment, range),
      release: async () => {
        if (pinned) segment.pins -= 1;
        pinned = false;
      },
    };
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

async function sealedSegment(
  files: LogFiles,
  dir: string,
  place: { base: bigint; next: bigint },
): Promise<Segment> {
  const { base, next } = place;
  const paths = segmentPaths(dir, base);
  const size = await files.size(paths.data);
  const bytes = Math.min(size, Number(next - base));
  const indexBytes = await files.size(paths.index).catch(() => 0);
  return { base, paths, bytes, entries: Math.floor(indexBytes / ENTRY_BYTES), openedAt: null, pins: 0 };
}

/** Makes `<log>/<stream>/<source>` and makes each new name durable. */
async function makeFolder(files: LogFiles, dir: string): Promise<void> {
  try {
    await files.makeDir(dir);
    for (const parent of [join(dir, '..'), join(dir, '..', '..')]) await files.syncDir(parent);
  } catch (error) {
    throw fileError(error, dir);
  }
}
