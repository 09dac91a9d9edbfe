import type { DuckDBConnection } from './database.ts';
import { isOutOfMemory } from './engine-error.ts';

/** Lets statements of several connections share one memory: one that does not find enough is run once more, alone. */
export interface MemoryGate {
  /** The same connection, whose `run` goes through the gate. */
  guard(connection: DuckDBConnection): DuckDBConnection;
}

/**
 * DuckDB's limit holds for all connections together, and a statement cannot be sure of a part of it: two slices of
 * very long lines side by side may need more than there is, though each of them fits. A failed statement has changed
 * nothing, so it can be run again when no other one runs.
 */
export function createMemoryGate(): MemoryGate {
  let running = 0;
  let whenIdle: (() => void) | null = null;
  /** Resolves when the statement that runs alone has ended. */
  let alone: Promise<void> | null = null;

  const together = async <T>(work: () => Promise<T>): Promise<T> => {
    while (alone !== null) await alone;
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      if (running === 0) whenIdle?.();
    }
  };

  const byItself = async <T>(work: () => Promise<T>): Promise<T> => {
    while (alone !== null) await alone;
    const { promise, resolve } = Promise.withResolvers<void>();
    alone = promise;
    try {
      if (running > 0) {
        await new Promise<void>((idle) => {
          whenIdle = idle;
        });
      }
      return await work();
    } finally {
      whenIdle = null;
      alone = null;
      resolve();
    }
  };

  return {
    guard(connection) {
      const run = connection.run.bind(connection);
      connection.run = async (...statement) => {
        try {
          return await together(() => run(...statement));
        } catch (error) {
          if (!isOutOfMemory(error)) throw error;
          return await byItself(() => run(...statement));
        }
      };
      return connection;
    },
  };
}
