import type { IdMemory } from './id-memory.ts';

/** The ids of a stream: together, or for each source apart where several processes share the sources. */
export interface IdMemories {
  /** The memory for a slice, once what the lake has is in it. Slices of a source are asked for in their order. */
  of(slice: SlicePlace): Promise<IdMemory>;
  /** What has come since the lake was read is forgotten: of slices that failed nothing may be remembered. */
  clear(): void;
  /** Forgets everything of a source that another process has from now on. */
  drop(source: string): void;
}

interface SlicePlace {
  readonly source: string;
  readonly from: bigint;
  readonly to: bigint;
}

interface Entry {
  readonly memory: IdMemory;
  recalled: Promise<void> | null;
  /** Where the next slice begins, if nobody else takes the source up meanwhile. */
  next: bigint | null;
}

/**
 * @param work how to make a memory; and how to read back what the lake has, of one source or of all (null)
 */
export function createIdMemories(work: {
  readonly bySource: boolean;
  readonly create: () => IdMemory;
  readonly recall: (memory: IdMemory, source: string | null) => Promise<void>;
}): IdMemories {
  const entries = new Map<string | null, Entry>();
  const keyOf = (source: string): string | null => (work.bySource ? source : null);
  const open = (key: string | null): Entry => {
    const entry: Entry = { memory: work.create(), recalled: null, next: null };
    entries.set(key, entry);
    return entry;
  };
  /** Where a source goes on elsewhere than it ended, another process has had it meanwhile. */
  const current = (key: string | null, from: bigint): Entry => {
    const entry = entries.get(key);
    const isBehind = key !== null && entry !== undefined && entry.next !== null && entry.next !== from;
    return entry === undefined || isBehind ? open(key) : entry;
  };
  return {
    async of({ source, from, to }) {
      const key = keyOf(source);
      const entry = current(key, from);
      entry.next = to;
      entry.recalled ??= work.recall(entry.memory, key);
      await entry.recalled;
      return entry.memory;
    },
    clear() {
      for (const entry of entries.values()) {
        entry.memory.clear();
        entry.recalled = null;
        entry.next = null;
      }
    },
    drop(source) {
      const key = keyOf(source);
      if (key !== null) entries.delete(key);
    },
  };
}
