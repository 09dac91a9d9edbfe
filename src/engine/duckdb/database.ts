import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';

export type { DuckDBConnection, DuckDBInstance, DuckDBResult } from '@duckdb/node-api';

export interface DatabaseOptions {
  readonly threads: number;
  /** Memory DuckDB may take before it spills to `scratchDir`, in MiB. */
  readonly memoryMiB: number;
  /** Of this database alone: two that spill to one folder overwrite each other. */
  readonly scratchDir: string;
}

/** An in-process DuckDB without a file of its own: it holds only what is on its way. */
export async function openDatabase(options: DatabaseOptions): Promise<DuckDBInstance> {
  const database = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: `${options.memoryMiB}MiB`,
    temp_directory: options.scratchDir,
    // Extensions are neither loaded nor fetched at run time: what is built in is enough.
    autoinstall_known_extensions: 'false',
    // The system keeps what was read of files that lie here; a second copy would only take memory from the work.
    enable_external_file_cache: 'false',
  });
  const connection = await database.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  await connection.run('SET preserve_insertion_order = true');
  connection.closeSync();
  return database;
}

/** A value as an SQL text literal. */
export function textLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Runs a query whose answer is small, as plain rows. */
export async function rowsOf(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjects();
}

/** A single whole number. */
export async function numberOf(connection: DuckDBConnection, sql: string): Promise<number> {
  const reader = await connection.runAndReadAll(sql);
  return Number(reader.getRows()[0]?.[0] ?? 0);
}

/** Walks over an answer chunk by chunk, so that its size does not matter. */
export async function forEachChunk(
  result: DuckDBResult,
  visit: (chunk: NonNullable<Awaited<ReturnType<DuckDBResult['fetchChunk']>>>) => void,
): Promise<void> {
  for (
    let chunk = await result.fetchChunk();
    chunk !== null && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    visit(chunk);
  }
}

const INTERRUPT_EVERY_MS = 20;

/** Waits for work that is no longer wanted, interrupting statement after statement until it has ended. */
export async function endQuickly(work: Promise<unknown> | null, interrupt: () => void): Promise<void> {
  if (work === null) return;
  const timer = setInterval(interrupt, INTERRUPT_EVERY_MS);
  interrupt();
  await work.catch(() => undefined).finally(() => clearInterval(timer));
}
