import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { InputSlice, Outcome } from '../../../src/engine/contract.ts';
import type { CatalogueModule } from '../../../src/engine/duckdb/catalogue-module.ts';
import {
  createDuckdbEngine,
  type DuckdbEngine,
  type DuckdbEngineOptions,
} from '../../../src/engine/duckdb/engine.ts';
import { type Clock, fixedClock } from '../../../src/event/clock.ts';
import type { Lake } from '../../../src/lake/contract.ts';
import { folderLake } from '../../../src/lake/folder.ts';
import type { Stream } from '../../../src/stream/define.ts';
import { catalogue } from '../../../src/streams/catalogue.ts';
import type { Warehouse } from '../../../src/warehouse/contract.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/warehouse/embedded/start.ts';
import { openWarehouse } from '../../../src/warehouse/open.ts';
import { farLake } from './far-lake.ts';
import { connectReader, type WarehouseReader } from './warehouse.ts';

export interface BenchOptions
  extends Partial<Pick<DuckdbEngineOptions, 'horizon' | 'deadLetterLimit' | 'expiryDays' | 'rollups'>> {
  readonly clock?: Clock;
  readonly catalogue?: readonly Stream[];
  readonly catalogueModule?: CatalogueModule;
  readonly rebuilding?: readonly string[];
  /** Where the warehouse finds the server, when not at its own port. */
  readonly port?: number;
  /** Events of which distinct counts and sessions are made in one go. */
  readonly eventsAtOnce?: number;
  /** Between recomputations while files come in. */
  readonly heldMs?: number;
  /** Beside others on the same warehouse and lake, as this writer. */
  readonly writer?: string;
  /** Where the lake is, when not in a folder of its own. */
  readonly lake?: Lake;
  /** What stands between the engine and the warehouse. */
  readonly through?: (warehouse: Warehouse) => Warehouse;
}

/** With this, all tests have their lakes in a store. */
const IS_FAR = process.env['CROSSCURRENT_TEST_LAKE'] === 'store';

/** A warehouse and an engine over it, in this process. */
export interface EngineBench {
  readonly engine: DuckdbEngine;
  readonly warehouse: Warehouse;
  readonly reader: WarehouseReader;
  /** Where the files of the lake lie, unless another lake was given. */
  readonly lakeDir: string;
  /** What went wrong in the background. */
  readonly errors: readonly unknown[];
  close(): Promise<void>;
}

/** A real PostgreSQL and folders for engines over it, for one test file. */
export interface EngineHall {
  readonly root: string;
  readonly postgres: EmbeddedPostgres;
  /** Opens an engine over a database and a lake of that name, which may have been used before. */
  open(name: string, options?: BenchOptions): Promise<EngineBench>;
  /** A slice of a source, as its input would hand it over. */
  slice(about: SliceAbout): Promise<InputSlice>;
  close(): Promise<void>;
}

export interface SliceAbout {
  readonly stream: string;
  readonly source: string;
  readonly from: bigint;
  readonly lines: readonly (string | Buffer)[];
  readonly receivedAt: number;
}

/** Starts PostgreSQL; everything is removed by `close`. */
export async function openHall(): Promise<EngineHall> {
  const root = await mkdtemp(path.join(tmpdir(), 'crosscurrent-engine-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(root, 'postgres'),
    secretsDir: path.join(root, 'secrets'),
    onLog: () => undefined,
  });
  const known = new Set<string>();
  let serial = 0;
  return {
    root,
    postgres,
    async open(name, options = {}) {
      if (!known.has(name)) await createDatabase(postgres, name);
      known.add(name);
      return openBench(postgres, path.join(root, name), { ...options, database: name });
    },
    async slice(about) {
      serial += 1;
      return writeSlice(path.join(root, `slice-${serial}.ndjson`), about);
    },
    async close() {
      await postgres.stop();
      await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

async function createDatabase(postgres: EmbeddedPostgres, name: string): Promise<void> {
  const client = new Client(postgres.connection);
  await client.connect();
  await client.query(`CREATE DATABASE "${name}"`);
  await client.end();
}

async function openBench(
  postgres: EmbeddedPostgres,
  folder: string,
  options: BenchOptions & { database: string },
): Promise<EngineBench> {
  const connection = { ...postgres.connection, database: options.database };
  const clock = options.clock ?? fixedClock(Date.UTC(2026, 5, 1));
  const streams = options.catalogue ?? catalogue;
  const warehouse = await openWarehouse({
    connection: { ...connection, port: options.port ?? connection.port },
    catalogue: streams,
    clock,
    ...(options.rebuilding === undefined ? {} : { rebuilding: options.rebuilding }),
  });
  const lakeDir = path.join(folder, 'lake');
  const lake = options.lake ?? (IS_FAR ? await farLake(lakeDir) : folderLake(lakeDir));
  const errors: unknown[] = [];
  const engine = await createDuckdbEngine({
    catalogue: streams,
    catalogueModule: options.catalogueModule ?? {
      url: new URL('../../../src/streams/catalogue.ts', import.meta.url).href,
      settings: {},
    },
    warehouse: options.through?.(warehouse) ?? warehouse,
    lake,
    scratchDir: path.join(folder, `scratch${options.writer ?? ''}`),
    clock,
    horizon: options.horizon ?? { minutes: 60, minIds: 5_000_000, maxIds: 32_000_000 },
    memoryMiB: 512,
    deadLetterLimit: options.deadLetterLimit ?? 100_000,
    expiryDays: options.expiryDays ?? null,
    threads: 2,
    ...(options.rollups === undefined ? {} : { rollups: options.rollups }),
    ...(options.writer === undefined
      ? {}
      : { sharing: { writer: options.writer, leadership: warehouse.stand() } }),
    ...(options.eventsAtOnce === undefined ? {} : { eventsAtOnce: options.eventsAtOnce }),
    ...(options.heldMs === undefined ? {} : { heldMs: options.heldMs }),
    onError: (error) => errors.push(error),
  });
  const reader = await connectReader(connection);
  return {
    engine,
    warehouse,
    reader,
    lakeDir,
    errors,
    async close() {
      await reader.close();
      await engine.close();
      await warehouse.close();
    },
  };
}

async function writeSlice(file: string, about: SliceAbout): Promise<InputSlice> {
  const data = Buffer.concat(about.lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
  await writeFile(file, data);
  return {
    stream: about.stream,
    source: about.source,
    from: about.from,
    to: about.from + BigInt(data.length),
    path: file,
    lines: about.lines.length,
    bytes: data.length,
    receivedAt: about.receivedAt,
    release: () => rm(file, { force: true }),
  };
}

/** Submits and lets go. */
export async function submit(bench: EngineBench, slice: InputSlice): Promise<Outcome> {
  try {
    return await bench.engine.submit(slice);
  } finally {
    await slice.release();
  }
}
