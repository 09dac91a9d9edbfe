import { setTimeout as pause } from 'node:timers/promises';
import { tablesOfJob } from '../../engine/flink/deployment.ts';
import type { Clock } from '../../event/clock.ts';
import type { Stream } from '../../stream/define.ts';
import type { Query } from '../../warehouse/pool.ts';
import { schemaOf } from '../../warehouse/sql-names.ts';
import { ADVANCE } from '../../warehouse/stream-state.ts';

export interface AnnounceOptions {
  readonly query: Query;
  readonly catalogue: readonly Stream[];
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  /** Milliseconds between two looks. Default 2 s. */
  readonly everyMs?: number;
}

const EVERY_MS = 2_000;

/** Rows written since the server's start. It counts them once a second. */
const WRITTEN = `
SELECT schemaname AS schema, sum(n_tup_ins + n_tup_upd + n_tup_del) AS written
FROM pg_stat_all_tables WHERE (schemaname, relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))
GROUP BY 1`;

/**
 * Says that figures changed when a job of Flink has written some: it commits its rows without a word, and pages would
 * show the last ones only with the next event. Runs until it is closed.
 */
export function announceRows(options: AnnounceOptions): { close(): Promise<void> } {
  const stop = new AbortController();
  const tables = options.catalogue.flatMap((stream) =>
    tablesOfJob(stream).map((table) => ({ schema: schemaOf(stream.name), table })),
  );
  const names = [tables.map(({ schema }) => schema), tables.map(({ table }) => table)];
  const seen = new Map<string, string>();

  const look = async (): Promise<void> => {
    const rows = await options.query<{ schema: string; written: string }>(WRITTEN, names);
    for (const { schema, written } of rows) {
      const before = seen.get(schema);
      seen.set(schema, written);
      if (before === undefined || before === written) continue;
      const stream = options.catalogue.find(({ name }) => schemaOf(name) === schema);
      if (stream !== undefined) await options.query(ADVANCE, [stream.name, new Date(options.clock.now())]);
    }
  };

  const running = (async () => {
    while (!stop.signal.aborted) {
      await look().catch(options.onError);
      await pause(options.everyMs ?? EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return {
    async close() {
      stop.abort();
      await running;
    },
  };
}
