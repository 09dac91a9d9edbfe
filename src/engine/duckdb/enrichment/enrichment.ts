import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Stream } from '../../../stream/define.ts';
import { planStream, type StreamPlan } from '../../../stream/plan.ts';
import type { InputSlice } from '../../contract.ts';
import type { CatalogueModule } from '../catalogue-module.ts';
import { type DuckDBConnection, openDatabase } from '../database.ts';
import { createDerivePool } from '../derive-pool.ts';
import { toEngineError } from '../engine-error.ts';
import { createKnownValues, type KnownValues } from '../known-values.ts';
import { forgetSlice, parseSlice } from '../prepare.ts';
import type { EnrichedSlice, Enrichment } from './contract.ts';
import { NO_EVENTS, readEnriched } from './read-enriched.ts';
import { renderEnriched } from './render-enriched.ts';

export interface EnrichmentOptions {
  readonly catalogue: readonly Stream[];
  /** The same declarations, for worker threads. */
  readonly catalogueModule: CatalogueModule;
  /** For what does not fit the memory, and for lines that were looked at again. */
  readonly scratchDir: string;
  /** Threads of DuckDB. */
  readonly threads: number;
  readonly memoryMiB: number;
  /** Slices that are enriched side by side. */
  readonly lanes: number;
}

interface Part {
  readonly plan: StreamPlan;
  readonly known: KnownValues;
}

/**
 * The embedded engine's own way from a line to a row of the lake, with the same second look at doubtful lines, that ends
 * in JSON instead of Parquet.
 */
export async function createEnrichment(options: EnrichmentOptions): Promise<Enrichment> {
  await mkdir(options.scratchDir, { recursive: true });
  const database = await openDatabase(options);
  const pool = createDerivePool(options.catalogueModule, Math.max(1, options.threads - 1));
  const lanes: DuckDBConnection[] = [];
  for (let lane = 0; lane < options.lanes; lane += 1) lanes.push(await database.connect());
  const parts = new Map<string, Part>();
  for (const stream of options.catalogue) {
    parts.set(stream.name, { plan: planStream(stream), known: createKnownValues(stream, pool) });
  }

  const free = [...lanes];
  const waiting: ((lane: DuckDBConnection) => void)[] = [];
  const takeLane = (): Promise<DuckDBConnection> => {
    const lane = free.pop();
    return lane === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(lane);
  };
  const giveBack = (lane: DuckDBConnection): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(lane);
    else next(lane);
  };

  return {
    async enrich(slice) {
      const part = parts.get(slice.stream);
      if (part === undefined) throw new Error(`the enrichment knows no stream ${slice.stream}`);
      const before = slice.rejected ?? [];
      if (slice.lines === 0) return { events: NO_EVENTS, rejected: before };
      const lane = await takeLane();
      try {
        const { events, rejected } = await enrichSlice(lane, part, { slice, scratchDir: options.scratchDir });
        return { events, rejected: [...before, ...rejected] };
      } catch (error) {
        throw toEngineError(error);
      } finally {
        giveBack(lane);
      }
    },
    async close() {
      await pool.close();
      for (const lane of lanes) lane.closeSync();
      database.closeSync();
    },
  };
}

async function enrichSlice(
  connection: DuckDBConnection,
  { plan, known }: Part,
  { slice, scratchDir }: { slice: InputSlice; scratchDir: string },
): Promise<EnrichedSlice> {
  const { stream } = plan;
  const canonicalPath = path.join(scratchDir, `${stream.name}-${randomUUID()}.canonical.ndjson`);
  try {
    const { rejected } = await parseSlice({ connection, plan }, slice, canonicalPath);
    const { tables, release } = await known.derive(connection, 'taken');
    try {
      const result = await connection.stream(
        renderEnriched(stream, {
          receivedAt: slice.receivedAt,
          known: tables,
          together: linesTogether(slice),
        }),
      );
      return { events: await readEnriched(result, { lines: slice.lines, id: stream.id }), rejected };
    } finally {
      release();
    }
  } finally {
    await rm(canonicalPath, { force: true });
    await forgetSlice(connection);
  }
}

/**
 * Bytes of input whose events are handed on in one piece. What is made of them stays below the size from which the C
 * library asks the system for memory and gives it back each time: pieces of twice as much took twice as long.
 */
const PIECE_BYTES = 40_000;

function linesTogether({ bytes, lines }: InputSlice): number {
  return Math.max(1, Math.floor((PIECE_BYTES * lines) / Math.max(1, bytes)));
}
