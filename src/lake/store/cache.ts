import { rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';

/** Downloads side by side: enough to fill a line of some hundred MB/s with files of a few MB. */
const DOWNLOADS = 8;

/** Copies of files of a lake that lie in a folder, the ones used last, up to a number of bytes. */
export interface Cache {
  /** A file lies in the folder and may be forgotten from now on, because it is elsewhere, too. */
  add(file: string): Promise<void>;
  /** Has files in the folder until the answer is called; together they may be more than the limit. */
  hold(files: readonly string[]): Promise<() => void>;
  drop(files: readonly string[]): void;
  /** Drops what is neither known nor in use. */
  keepOnly(known: ReadonlySet<string>): void;
}

interface Copy {
  bytes: number;
  /** By whom it is in use. */
  holds: number;
}

/**
 * A cache over a folder that is empty at first.
 * @param work.fetch brings a file into the folder, where it appears whole
 */
export function createCache(work: {
  folder: string;
  maxBytes: number;
  fetch: (file: string) => Promise<void>;
}): Cache {
  /** The one used last comes last. */
  const copies = new Map<string, Copy>();
  const coming = new Map<string, Promise<void>>();
  let bytes = 0;

  const drop = (file: string): void => {
    bytes -= copies.get(file)?.bytes ?? 0;
    copies.delete(file);
    // At once: a moment later there may be another file under the name.
    rmSync(path.join(work.folder, file), { force: true });
  };
  const shrink = (): void => {
    for (const [file, copy] of copies) {
      if (bytes <= work.maxBytes) return;
      if (copy.holds === 0) drop(file);
    }
  };
  const note = async (file: string): Promise<void> => {
    const { size } = await stat(path.join(work.folder, file));
    const copy = copies.get(file) ?? { bytes: 0, holds: 0 };
    bytes += size - copy.bytes;
    copy.bytes = size;
    copies.delete(file);
    copies.set(file, copy);
  };

  /** Whoever wants the same file meanwhile waits for the same download. */
  const fetched = (file: string): Promise<void> => {
    const known = coming.get(file);
    if (known !== undefined) return known;
    const fetching = work
      .fetch(file)
      .then(() => note(file))
      .finally(() => coming.delete(file));
    coming.set(file, fetching);
    return fetching;
  };

  const holdOne = async (file: string): Promise<Copy> => {
    for (;;) {
      const copy = copies.get(file);
      if (copy === undefined) {
        await fetched(file);
        continue; // it may have gone again meanwhile
      }
      copy.holds += 1;
      copies.delete(file);
      copies.set(file, copy);
      return copy;
    }
  };

  return {
    async add(file) {
      await note(file);
      shrink();
    },
    async hold(files) {
      const held: Copy[] = [];
      const release = (): void => {
        for (const copy of held.splice(0)) copy.holds -= 1;
        shrink();
      };
      const waiting = [...new Set(files)];
      const bring = async (): Promise<void> => {
        for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
          held.push(await holdOne(file));
        }
      };
      const ended = await Promise.allSettled(Array.from({ length: DOWNLOADS }, bring));
      for (const one of ended) {
        if (one.status === 'fulfilled') continue;
        release();
        throw one.reason;
      }
      shrink();
      return release;
    },
    drop(files) {
      for (const file of files) drop(file);
    },
    keepOnly(known) {
      for (const [file, copy] of copies) if (!known.has(file) && copy.holds === 0) drop(file);
    },
  };
}
