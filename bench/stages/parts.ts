import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBConnection, openDatabase } from '../../src/engine/duckdb/database.ts';
import { createDerivePool } from '../../src/engine/duckdb/derive-pool.ts';
import { createKnownValues, type KnownValues } from '../../src/engine/duckdb/known-values.ts';
import { systemClock } from '../../src/event/clock.ts';
import type { Lake } from '../../src/lake/contract.ts';
import { folderLake } from '../../src/lake/folder.ts';
import { planStream, type StreamPlan } from '../../src/stream/plan.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import type { Warehouse } from '../../src/warehouse/contract.ts';
import { startEmbeddedPostgres } from '../../src/warehouse/embedded/start.ts';
import { openWarehouse } from '../../src/warehouse/open.ts';
import { webStream } from '../events/web-stream.ts';

/** The parts of the engine, not joined, so that each can be measured alone. */
export interface EngineParts {
  readonly plan: StreamPlan;
  readonly warehouse: Warehouse;
  readonly postgresPid: number;
  readonly connection: DuckDBConnection;
  readonly connect: () => Promise<DuckDBConnection>;
  readonly known: KnownValues;
  readonly lake: Lake;
  readonly lakeDir: string;
  readonly scratchDir: string;
  close(): Promise<void>;
}

/** One thread, so that what is measured is work and not waiting for each other. */
const THREADS = 1;

const MEMORY_MIB = 2048;

/** Opens the parts in a folder, with a PostgreSQL of their own. */
export async function openParts(folder: string): Promise<EngineParts> {
  const lakeDir = path.join(folder, 'lake');
  const scratchDir = path.join(folder, 'scratch');
  for (const one of [lakeDir, scratchDir]) await mkdir(one, { recursive: true });
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'postgres'),
    secretsDir: path.join(folder, 'secrets'),
    onLog: () => undefined,
  });
  const warehouse = await openWarehouse({ connection: postgres.connection, catalogue, clock: systemClock });
  const database = await openDatabase({ threads: THREADS, memoryMiB: MEMORY_MIB, scratchDir });
  const connection = await database.connect();
  const url = new URL('../../src/streams/catalogue.ts', import.meta.url).href;
  const pool = createDerivePool({ url, settings: {} }, THREADS);
  return {
    plan: planStream(webStream),
    warehouse,
    postgresPid: postgres.pid,
    connection,
    connect: () => database.connect(),
    known: createKnownValues(webStream, pool),
    lake: folderLake(lakeDir),
    lakeDir,
    scratchDir,
    async close() {
      await pool.close();
      connection.closeSync();
      database.closeSync();
      await warehouse.close();
      await postgres.stop();
    },
  };
}
