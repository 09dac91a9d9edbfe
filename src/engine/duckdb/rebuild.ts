import { rm } from 'node:fs/promises';
import type { Lake } from '../../lake/contract.ts';
import type { StreamPlan } from '../../stream/plan.ts';
import { GRAIN_MS, type Grain } from '../../stream/rollup.ts';
import type { LakeFile, StaleWindow, Warehouse } from '../../warehouse/contract.ts';
import type { RebuildOutcome, RebuildRequest } from '../contract.ts';
import { type DuckDBConnection, identifier, rowsOf } from './database.ts';
import { refreshWindows } from './holistic/refresh.ts';
import type { KnownValues } from './known-values.ts';
import { lakeRows, renderLakeFiles } from './lake-source.ts';
import { writeLakeFiles } from './lake-writer.ts';
import { createPendingSums } from './partial-sums.ts';
import { renderRestoredRows, restorable } from './stored-rows.ts';

interface RebuildContext {
  readonly plan: StreamPlan;
  readonly warehouse: Warehouse;
  readonly connect: () => Promise<DuckDBConnection>;
  readonly known: KnownValues;
  readonly lake: Lake;
  readonly lakeDir: string;
  readonly scratchDir: string;
  readonly retire: (files: readonly string[]) => void;
  readonly request: RebuildRequest;
}

/** Lake files whose sums are merged together. */
const FILES_AT_ONCE = 8;

/** Windows recomputed in one go. */
const WINDOWS_AT_ONCE = 5_000;

/**
 * Replays the lake through today's declaration: derived columns are made again, rollups are summed
 * into shadow tables, and the shadow is put in place together with the new lake files.
 */
export async function rebuildStream(context: RebuildContext): Promise<RebuildOutcome> {
  const { plan, warehouse, request } = context;
  const { name } = plan.stream;
  const connection = await context.connect();
  const rewritten: LakeFile[] = [];
  let swapped = false;
  try {
    const version = await warehouse.rebuild.create(name);
    const files = await warehouse.lakeFiles(name);
    const kept = files.filter((file) => !request.removeSources.includes(file.source));
    await context.known.forget(connection);
    await replayFiles(context, connection, kept, rewritten);
    await refreshShadow(context, connection, rewritten);
    const rows = await warehouse.rebuild.diff(name);
    const sum = (list: readonly LakeFile[]): number =>
      list.reduce((total, file) => total + countedRows(file), 0);
    const outcome = { rows, events: sum(kept), removed: sum(files) - sum(kept) };
    if (request.dryRun) return outcome;
    const lakeFiles = { remove: kept.map((file) => file.path), add: rewritten };
    await warehouse.rebuild.swap(name, { version, removeSources: request.removeSources, lakeFiles });
    swapped = true;
    const fresh = new Set(rewritten.map((file) => file.path));
    context.retire(files.map((file) => file.path).filter((file) => !fresh.has(file)));
    return outcome;
  } finally {
    if (!swapped) {
      await warehouse.rebuild.drop(name).catch(() => undefined);
      await removeUnknown(context, rewritten);
    }
    connection.closeSync();
  }
}

/** The swap may have worked without our hearing of it: only what the warehouse does not know goes. */
async function removeUnknown(
  { plan, warehouse, lake }: RebuildContext,
  files: readonly LakeFile[],
): Promise<void> {
  const known = await warehouse.lakeFiles(plan.stream.name).catch(() => null);
  if (known === null) return; // the next start removes them
  const paths = new Set(known.map((file) => file.path));
  const unknown = files.map((file) => file.path).filter((file) => !paths.has(file));
  // What cannot be removed now is a left-over, and found as such.
  await lake.remove(unknown).catch(() => undefined);
}

async function replayFiles(
  context: RebuildContext,
  connection: DuckDBConnection,
  files: readonly LakeFile[],
  rewritten: LakeFile[],
): Promise<void> {
  const { plan, request } = context;
  const totalEvents = files.reduce((sum, file) => sum + countedRows(file), 0);
  let events = 0;
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    request.signal.throwIfAborted();
    const sums = createPendingSums(plan, `rebuild${at}`).with(connection);
    for (const file of files.slice(at, at + FILES_AT_ONCE)) {
      const fresh = await rewriteFile(context, connection, file);
      rewritten.push(...fresh);
      if (fresh.length > 0) await sums.add(lakeRows(context.lakeDir, fresh));
      events += countedRows(file);
      request.onProgress({ events, totalEvents });
    }
    const partials = await sums.export(context.scratchDir);
    await context.warehouse.rebuild.merge(plan.stream.name, partials);
    await Promise.all(partials.map(({ csvPath }) => rm(csvPath, { force: true })));
    await sums.drop();
  }
}

/** Rows that still count; the others are left out for good (R1). */
function countedRows(file: LakeFile): number {
  return file.rows - (file.removed?.length ?? 0);
}

/** The events of a lake file with today's derived columns, in a file beside it; none when no event is left. */
async function rewriteFile(
  context: RebuildContext,
  connection: DuckDBConnection,
  file: LakeFile,
): Promise<LakeFile[]> {
  const { stream } = context.plan;
  if (countedRows(file) === 0) return [];
  const source = renderLakeFiles(lakeRows(context.lakeDir, [file]));
  const present = await rowsOf(connection, `DESCRIBE SELECT * FROM ${source}`);
  const columns = new Set(present.map((row) => String(row['column_name'])));
  await connection.run(`CREATE OR REPLACE TEMP TABLE replayed AS ${restorable(stream, source, columns)}`);
  const known = await context.known.derive(connection, 'replayed');
  const rows = renderRestoredRows(stream, 'SELECT * FROM replayed', {
    present: columns,
    known: known.tables,
  });
  const written = await writeLakeFiles(
    connection,
    rows,
    [{ day: file.day, rows: countedRows(file), minTime: file.minTime, maxTime: file.maxTime }],
    {
      lake: context.lake,
      stream,
      source: `${file.source}-r${Date.now().toString(36)}`,
      from: file.fromOffset,
      to: file.toOffset,
    },
  );
  known.release();
  return written.map((one) => ({ ...one, source: file.source }));
}

/** Distinct counts, sessions and the star schema of everything, into the shadow. */
async function refreshShadow(
  context: RebuildContext,
  connection: DuckDBConnection,
  files: readonly LakeFile[],
): Promise<void> {
  const { plan, warehouse } = context;
  if (plan.distinct.length === 0 && plan.sessions.length === 0 && plan.stream.star === undefined) return;
  const filesOf = (range: { from: number; to: number }): LakeFile[] =>
    files.filter((file) => file.maxTime >= range.from && file.minTime < range.to);
  const windows = await allWindows(context, connection, files);
  for (let at = 0; at < windows.length; at += WINDOWS_AT_ONCE) {
    context.request.signal.throwIfAborted();
    const part = windows.slice(at, at + WINDOWS_AT_ONCE);
    await refreshWindows(
      { ...context, connection, warehouse, shadow: true, filesOf, carried: new Map() },
      part,
    );
  }
}

async function allWindows(
  context: RebuildContext,
  connection: DuckDBConnection,
  files: readonly LakeFile[],
): Promise<StaleWindow[]> {
  if (files.length === 0) return [];
  const source = renderLakeFiles(lakeRows(context.lakeDir, files));
  const time = identifier(context.plan.stream.eventTime);
  const rows = await rowsOf(
    connection,
    `SELECT DISTINCT CAST(epoch_ms(${time}) // ${GRAIN_MS.minute} AS INTEGER) AS minute FROM ${source} ORDER BY minute`,
  );
  const minutes = rows.map((row) => Number(row['minute']) * GRAIN_MS.minute);
  const grains: readonly Grain[] = ['day', 'hour', 'minute'];
  return grains.flatMap((grain) =>
    [...new Set(minutes.map((start) => Math.floor(start / GRAIN_MS[grain]) * GRAIN_MS[grain]))].map(
      (start) => ({
        grain,
        start,
        version: 0n,
      }),
    ),
  );
}
