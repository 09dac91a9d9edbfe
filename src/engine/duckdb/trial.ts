import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Stream } from '../../stream/define.ts';
import { planStream } from '../../stream/plan.ts';
import type { InputSlice, RejectedLine } from '../contract.ts';
import type { CatalogueModule } from './catalogue-module.ts';
import { type DuckDBConnection, openDatabase } from './database.ts';
import { createDerivePool } from './derive-pool.ts';
import type { KnownTables } from './known-tables.ts';
import { createKnownValues } from './known-values.ts';
import { parseSlice } from './prepare.ts';
import { EXTRA_COLUMN, RECEIVED_COLUMN, renderTriedRows } from './stored-rows.ts';

/** What would become of a line. */
export type TriedLine =
  | { readonly line: number; readonly outcome: 'accepted'; readonly event: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly outcome: 'rejected'; readonly reason: string };

export interface Trial {
  /** The lines of a slice in order, numbered from 0 in the slice; rejected ones of the slice's making aside. */
  lines(stream: Stream, slice: InputSlice): AsyncGenerator<TriedLine>;
  close(): Promise<void>;
}

/** The engine's own parsing and derivations, with nothing stored: it needs no warehouse. */
export async function createTrial(options: {
  catalogueModule: CatalogueModule;
  scratchDir: string;
}): Promise<Trial> {
  await mkdir(options.scratchDir, { recursive: true });
  const database = await openDatabase({ threads: 1, memoryMiB: 512, scratchDir: options.scratchDir });
  const connection = await database.connect();
  const pool = createDerivePool(options.catalogueModule, 1);
  return {
    async *lines(stream, slice) {
      if (slice.lines === 0) return;
      const canonicalPath = path.join(options.scratchDir, `${stream.name}-${slice.from}.trial.ndjson`);
      try {
        const { rejected } = await parseSlice({ connection, plan: planStream(stream) }, slice, canonicalPath);
        const known = createKnownValues(stream, pool);
        const { tables } = await known.derive(connection, 'taken');
        const accepted = await acceptedLines(connection, stream, { slice, known: tables });
        await known.forget(connection);
        yield* inOrder(accepted, rejectedLines(rejected));
      } finally {
        await rm(canonicalPath, { force: true });
      }
    },
    async close() {
      await pool.close();
      connection.closeSync();
      database.closeSync();
    },
  };
}

async function acceptedLines(
  connection: DuckDBConnection,
  stream: Stream,
  { slice, known }: { slice: InputSlice; known: KnownTables },
): Promise<TriedLine[]> {
  const sql = renderTriedRows(stream, 'SELECT * FROM taken', { receivedAt: slice.receivedAt, known });
  const reader = await connection.runAndReadAll(`SELECT * FROM (${sql}) ORDER BY line`);
  return reader.getRowObjectsJson().map((row) => {
    const { line, [RECEIVED_COLUMN]: _received, [EXTRA_COLUMN]: extra, ...event } = row;
    const fields = typeof extra === 'string' ? { [EXTRA_COLUMN]: JSON.parse(extra) as unknown } : {};
    return { line: Number(line), outcome: 'accepted', event: { ...event, ...fields } };
  });
}

function rejectedLines(rejected: readonly RejectedLine[]): TriedLine[] {
  return rejected.map((one) => ({ line: one.line ?? 0, outcome: 'rejected', reason: one.reason }));
}

function* inOrder(a: readonly TriedLine[], b: readonly TriedLine[]): Generator<TriedLine> {
  yield* [...a, ...b].sort((one, other) => one.line - other.line);
}
