import path from 'node:path';
import type { Lake } from './contract.ts';
import { safeSource } from './layout.ts';

/** What the warehouse knows of a stream. The offsets must have been asked for first. */
export interface KnownFiles {
  readonly offsets: readonly { readonly source: string; readonly offset: bigint }[];
  /** As files are called in the lake. */
  readonly known: ReadonlySet<string>;
}

/** Removes what nobody will ever know, from a lake that several processes write. */
export interface Leftovers {
  /**
   * Looks at the files of a stream; those that were left over in a look that long ago, too, go.
   * @param now milliseconds of a clock that never goes back
   * @returns how many went
   */
  look(stream: string, files: KnownFiles, now: number): Promise<number>;
}

/** A file of a crash or a compaction: a query may read it for so long, in milliseconds. */
const READ_MS = 60_000;

/** `source-FROM-TO.parquet`, also a part of one, and with words of its writer behind the source. */
const FILE = /^(.+)-(\d{16,})-\d{16,}(?:\.part-\d+)?\.parquet$/;

/**
 * A file that begins before the offset of its source and is not known will never be: commits compare the offset, which
 * only rises, with where they begin. Whoever writes one that begins at the offset or behind may still commit it, and it is
 * left alone; it is passed by sooner or later, because whoever has the source next reads the same events.
 */
export function createLeftovers(lake: Lake): Leftovers {
  const since = new Map<string, number>();
  return {
    async look(stream, files, now) {
      const isOver = leftOver(files);
      const found = new Set<string>();
      let gone = 0;
      for (const file of await lake.list(stream)) {
        if (files.known.has(file) || !isOver(path.posix.basename(file))) continue;
        found.add(file);
        const first = since.get(file) ?? now;
        since.set(file, first);
        if (now - first < READ_MS) continue;
        await lake.remove([file]);
        since.delete(file);
        gone += 1;
      }
      for (const relative of since.keys()) {
        if (relative.startsWith(`${stream}/`) && !found.has(relative)) since.delete(relative);
      }
      return gone;
    },
  };
}

function leftOver({ offsets }: KnownFiles): (name: string) => boolean {
  return (name) => {
    const match = FILE.exec(name);
    const [, stem = '', from = ''] = match ?? [];
    if (match === null) return false;
    const own = offsets.filter(({ source }) => `${stem}-`.startsWith(`${safeSource(source)}-`));
    return own.length > 0 && own.every(({ offset }) => BigInt(from) < offset);
  };
}
