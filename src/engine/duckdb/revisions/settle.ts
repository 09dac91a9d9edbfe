import { columnsOf } from '../../../stream/expression.ts';
import type { StreamPlan } from '../../../stream/plan.ts';
import type { Grain } from '../../../stream/rollup.ts';
import type { LakeFile, RemovedRow } from '../../../warehouse/contract.ts';
import type { DuckDBConnection } from '../database.ts';
import { startsOf } from '../minutes.ts';
import { type Outweighed, weighEvents } from './weigh.ts';

/** What a slice takes back. */
export interface SettledSlice {
  /** The slice's own files, with the rows that do not count from the beginning. */
  readonly own: readonly LakeFile[];
  /** Rows of earlier files that count no more. */
  readonly removed: readonly RemovedRow[];
  /** Ids of which an event had counted that counts no more. */
  readonly removedIds: readonly string[];
  /** Windows in which they had counted. */
  readonly stale: Readonly<Record<Grain, readonly number[]>>;
  /** The events that had counted: a table of the connection. */
  readonly subtract: string;
}

export interface SettleContext {
  readonly connection: DuckDBConnection;
  readonly plan: StreamPlan;
  readonly lakeDir: string;
  readonly isComplete: boolean;
  /** Files of slices that are not committed yet, and what these slices take back. */
  readonly waiting: { readonly files: readonly LakeFile[]; readonly removed: readonly RemovedRow[] };
  /** Those of the warehouse. */
  readonly committed: () => Promise<readonly LakeFile[]>;
}

/**
 * Weighs the events of a slice against all before them (R1). Slices do so in their order, each after all before it were
 * settled, so that of each id exactly one event is left afterwards. Null when nothing is taken back.
 */
export async function settleSlice(
  context: SettleContext,
  own: readonly LakeFile[],
): Promise<SettledSlice | null> {
  const { connection, plan, lakeDir, isComplete, waiting } = context;
  const { stream } = plan;
  const { revisions } = stream;
  if (revisions === undefined) return null;
  // Asked for behind the waiting ones: what was committed in between is in both.
  const earlier = async (): Promise<LakeFile[]> =>
    unionOf([...(await context.committed()), ...waiting.files], waiting.removed);
  const { outweighed, subtract } = await weighEvents(
    { connection, stream, revisions, lakeDir, isComplete, columns: summedColumns(plan) },
    { own, earlier },
  );
  await connection.run('DROP TABLE IF EXISTS temp.revised');
  const before = outweighed.filter((event) => !event.isOwn);
  const counted = before.filter((event) => !event.isDeletion);
  return {
    own: withoutOutweighed(own, outweighed),
    removed: before.map(({ file, row }) => ({ path: file.path, row })),
    removedIds: [...new Set(counted.map(({ id }) => id))],
    stale: startsOf(counted.map(({ time }) => time)),
    subtract,
  };
}

/** Each file once, without any row that was removed. */
function unionOf(files: readonly LakeFile[], removed: readonly RemovedRow[]): LakeFile[] {
  const rows = new Map<string, Set<number>>();
  const rowsOf = (path: string): Set<number> => {
    const found = rows.get(path) ?? new Set();
    rows.set(path, found);
    return found;
  };
  for (const file of files) for (const row of file.removed ?? []) rowsOf(file.path).add(row);
  for (const { path, row } of removed) rowsOf(path).add(row);
  const byPath = new Map(files.map((file) => [file.path, file]));
  return [...byPath.values()].map((file) => ({ ...file, removed: [...(rows.get(file.path) ?? [])] }));
}

function withoutOutweighed(own: readonly LakeFile[], outweighed: readonly Outweighed[]): LakeFile[] {
  const byFile = Map.groupBy(
    outweighed.filter((event) => event.isOwn),
    (event) => event.file,
  );
  return own.map((file) => {
    const removed = byFile.get(file)?.map(({ row }) => row);
    return removed === undefined ? file : { ...file, removed };
  });
}

/** The columns that the partial sums of a plan read. */
function summedColumns({ stream, additive }: StreamPlan): string[] {
  const names = new Set([stream.eventTime]);
  for (const { where, unnest, dimensions, measures } of additive) {
    const elements = new Set(unnest.flatMap(({ parts }) => Object.keys(parts)));
    const conditions = measures.map((measure) => (measure.kind === 'count' ? measure.where : undefined));
    for (const expression of [where, ...conditions]) {
      if (expression !== undefined) for (const name of columnsOf(expression)) names.add(name);
    }
    for (const name of Object.keys(dimensions)) if (!elements.has(name)) names.add(name);
    for (const { list } of unnest) names.add(list);
    for (const measure of measures) if (measure.kind !== 'count') names.add(measure.column);
  }
  return [...names];
}
