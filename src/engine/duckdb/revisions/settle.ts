import { columnsOf } from '../../../stream/expression.ts';
import type { StreamPlan } from '../../../stream/plan.ts';
import type { Grain } from '../../../stream/rollup.ts';
import type { LakeFile, RemovedRow } from '../../../warehouse/contract.ts';
import { type DuckDBConnection, identifier, textLiteral } from '../database.ts';
import { LAKE_FILE, LAKE_ROW, lakeRows, renderNumberedLakeFiles } from '../lake-source.ts';
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
  /** What they had added to the sums, as something to select from; null when there is nothing to subtract. */
  readonly subtract: string | null;
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
 * settled, so that of each id exactly one event is left afterwards.
 */
export async function settleSlice(context: SettleContext, own: readonly LakeFile[]): Promise<SettledSlice> {
  const { connection, plan, lakeDir } = context;
  const { stream } = plan;
  const nothing = { own, removed: [], removedIds: [], stale: startsOf([]), subtract: null };
  if (stream.revisions === undefined) return nothing;
  const { waiting } = context;
  // Asked for behind the waiting ones: what was committed in between is in both.
  const committed = await context.committed();
  const outweighed = await weighEvents(
    { connection, stream, revisions: stream.revisions, lakeDir, isComplete: context.isComplete },
    { own, earlier: unionOf([...committed, ...waiting.files], waiting.removed) },
  );
  await connection.run('DROP TABLE IF EXISTS temp.revised');
  if (outweighed.length === 0) return nothing;
  const earlier = outweighed.filter((event) => !event.isOwn);
  const counted = earlier.filter((event) => !event.isDeletion);
  return {
    own: own.map((file) => withRemoved(file, outweighed)),
    removed: earlier.map(({ file, row }) => ({ path: file.path, row })),
    removedIds: [...new Set(counted.map(({ id }) => id))],
    stale: startsOf(counted.map(({ time }) => time)),
    subtract: counted.length === 0 ? null : await createSubtracted(context, own, counted),
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

function withRemoved(file: LakeFile, outweighed: readonly Outweighed[]): LakeFile {
  const removed = outweighed.filter((event) => event.file === file).map(({ row }) => row);
  return removed.length === 0 ? file : { ...file, removed };
}

/**
 * The rows of events that had counted, with the columns that sums are made of. They are copied once: each pass over the
 * files would look through all of them.
 */
async function createSubtracted(
  { connection, plan, lakeDir }: SettleContext,
  own: readonly LakeFile[],
  events: readonly Outweighed[],
): Promise<string> {
  const numbers = new Map([...new Set(events.map(({ file }) => file))].map((file, index) => [file, index]));
  const [files, rows] = ['file', 'row'].map((name) => `CAST(string_split(${name}, ',') AS BIGINT[])`);
  const places = `SELECT unnest(${files}) AS file, unnest(${rows}) AS row FROM (SELECT ${textLiteral(
    events.map(({ file }) => numbers.get(file)).join(','),
  )} AS file, ${textLiteral(events.map(({ row }) => row).join(','))} AS row)`;
  const wanted = summedColumns(plan);
  // Files of earlier declarations may lack a column; the slice's own have all.
  const none = `SELECT ${wanted.map(identifier).join(', ')} FROM ${renderNumberedLakeFiles(
    lakeRows(lakeDir, own.slice(0, 1)),
  )} WHERE false`;
  const source = renderNumberedLakeFiles(
    lakeRows(
      lakeDir,
      [...numbers.keys()].map(({ path }) => ({ path })),
    ),
  );
  const columns = `COLUMNS(lambda name: name IN (${wanted.map(textLiteral).join(', ')}))`;
  const table = identifier('subtracted events');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS ${none} UNION ALL BY NAME SELECT ${columns} FROM ${source} f SEMI JOIN (${places}) p ON f.${LAKE_FILE} = p.file AND f.${LAKE_ROW} = p.row`,
  );
  return table;
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
