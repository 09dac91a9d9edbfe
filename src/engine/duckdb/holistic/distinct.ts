import { lit } from '../../../stream/expression.ts';
import type { GroupingPlan, GroupingSet } from '../../../stream/plan.ts';
import { GRAIN_MS, type Grain, type Measure } from '../../../stream/rollup.ts';
import type { LakeFile, StaleWindow, WindowTable } from '../../../warehouse/contract.ts';
import { identifier, textLiteral } from '../database.ts';
import { renderGroupingInput, renderGroups, renderSetRows } from '../grouping.ts';
import { lakeRows, renderLakeFiles } from '../lake-source.ts';
import { renderMerge } from '../partial-sums.ts';
import { type CsvPath, EVENTS_AT_ONCE, filesWithin, type HolisticContext } from './context.ts';
import { type Lot, lotsOf, renderWindows, rowsWithin, runsOf, span } from './lots.ts';
import { scatter } from './scatter.ts';

const COARSE_FIRST: readonly Grain[] = ['day', 'hour', 'minute'];

/** The columns of a grouping set's table, in the order of its CSV. */
export function columnsOf(set: GroupingSet): string[] {
  return ['window_start', ...set.by, ...Object.keys(set.measures)];
}

/** Counts the distinct values of stale windows anew, from the lake. */
export async function distinctTables(
  context: HolisticContext,
  windows: readonly StaleWindow[],
  csv: CsvPath,
): Promise<WindowTable[]> {
  const tables: WindowTable[] = [];
  for (const plan of context.plan.distinct) {
    for (const pass of await passesOf(context, plan, windows)) {
      tables.push(...(await countPass(context, pass, csv)));
    }
  }
  return tables;
}

/** Windows that are counted in one reading of the lake. */
interface Pass {
  readonly plan: GroupingPlan;
  /** Of the windows that are read. */
  readonly grain: Grain;
  readonly starts: readonly number[];
  /** Which windows of each grain are counted: those that are read, and shorter ones in them. */
  readonly counted: Map<Grain, readonly number[]>;
}

/**
 * Which windows are counted together. Shorter ones are counted with the longer ones that they lie in, unless they have
 * so few of their events that to read these alone takes less.
 */
async function passesOf(
  context: HolisticContext,
  plan: GroupingPlan,
  windows: readonly StaleWindow[],
): Promise<Pass[]> {
  const passes: Pass[] = [];
  for (const grain of COARSE_FIRST) {
    const starts = windows.filter((window) => window.grain === grain).map((window) => window.start);
    if (starts.length === 0 || !plan.sets.some((set) => set.grain === grain)) continue;
    const found = passes.find((pass) => isWithin(starts, pass));
    const files = found === undefined ? [] : await filesWithin(context, ...span(found.starts, found.grain));
    if (found !== undefined && isMost(files, { grain, starts }, found)) found.counted.set(grain, starts);
    else passes.push({ plan, grain, starts, counted: new Map([[grain, starts]]) });
  }
  return passes.map((pass) => ({
    ...pass,
    plan: withSets(
      plan,
      plan.sets.filter((set) => pass.counted.has(set.grain)),
    ),
  }));
}

function isWithin(starts: readonly number[], pass: Pass): boolean {
  const length = GRAIN_MS[pass.grain];
  const around = new Set(pass.starts);
  return starts.every((start) => around.has(Math.floor(start / length) * length));
}

/** Whether the windows have at least half of the events of the longer ones in which they lie. */
function isMost(
  files: readonly LakeFile[],
  windows: { grain: Grain; starts: readonly number[] },
  longer: { grain: Grain; starts: readonly number[] },
): boolean {
  const rows = ({ grain, starts }: { grain: Grain; starts: readonly number[] }): number =>
    runsOf(starts, GRAIN_MS[grain]).reduce((sum, [from, to]) => sum + rowsWithin(files, from, to), 0);
  return rows(windows) * 2 >= rows(longer);
}

/** The part of a plan that these sets need. */
function withSets(plan: GroupingPlan, sets: readonly GroupingSet[]): GroupingPlan {
  const used = new Set(sets.flatMap((set) => set.by));
  const dimensions = Object.fromEntries(Object.entries(plan.dimensions).filter(([name]) => used.has(name)));
  return { ...plan, sets, dimensions };
}

async function countPass(context: HolisticContext, pass: Pass, csv: CsvPath): Promise<WindowTable[]> {
  const { connection } = context;
  const files = await filesWithin(context, ...span(pass.starts, pass.grain));
  const counts = identifier(`holistic_${context.plan.stream.name}`);
  let filled = false;
  const fill = async (sql: string): Promise<void> => {
    await connection.run(
      filled ? `INSERT INTO ${counts} ${sql}` : `CREATE OR REPLACE TEMP TABLE ${counts} AS ${sql}`,
    );
    filled = true;
  };
  if (files.length > 0) {
    const most = context.eventsAtOnce ?? EVENTS_AT_ONCE;
    for (const lot of lotsOf(files, pass, most)) await countLot(context, { ...pass, lot, fill });
  }
  const tables: WindowTable[] = [];
  for (const set of pass.plan.sets) {
    const table = `${set.rollup}_distinct`;
    const csvPath = filled ? csv(table) : null;
    if (csvPath !== null) {
      await connection.run(
        `COPY (${renderRows(pass, set, counts)}) TO ${textLiteral(csvPath)} (FORMAT csv, HEADER false)`,
      );
    }
    tables.push({ table, grain: set.grain, columns: columnsOf(set), csvPath });
  }
  if (filled) await connection.run(`DROP TABLE ${counts}`);
  return tables;
}

/** The rows of a set, of the windows that are stale. */
function renderRows({ plan, grain, counted }: Pass, set: GroupingSet, counts: string): string {
  const rows = renderSetRows(plan, set, counts);
  const stale = set.grain === grain ? undefined : counted.get(set.grain);
  if (stale === undefined) return rows;
  return `SELECT * FROM (${rows}) WHERE ${renderWindows('window_start', set.grain, stale)}`;
}

async function countLot(
  context: HolisticContext,
  work: Pass & { lot: Lot; fill: (sql: string) => Promise<void> },
): Promise<void> {
  const { plan, grain, lot } = work;
  const time = context.plan.stream.eventTime;
  const files = await filesWithin(context, ...span(lot.starts, grain));
  if (files.length === 0) return;
  const events = {
    from: renderLakeFiles(lakeRows(context.lakeDir, files)),
    timeColumn: time,
    restrict: renderWindows(time, grain, lot.starts),
  };
  if (lot.parts === 1) return await work.fill(renderGroups(plan, renderGroupingInput(plan, events)));
  const { connection, scratchDir } = context;
  const counted = identifier(`holistic_parts_${context.plan.stream.name}`);
  let created = false;
  for (const { alone, column } of alonePlans(plan)) {
    const rows = renderGroupingInput(alone, events);
    const scattered = await scatter(connection, { rows, column, parts: lot.parts, scratchDir });
    try {
      for (const part of scattered.parts) {
        const sql = renderGroups(alone, part);
        await connection.run(
          created ? `INSERT INTO ${counted} ${sql}` : `CREATE OR REPLACE TEMP TABLE ${counted} AS ${sql}`,
        );
        created = true;
      }
    } finally {
      await scattered.remove();
    }
  }
  if (!created) return;
  await work.fill(renderMerge(plan, counted));
  await connection.run(`DROP TABLE ${counted}`);
}

/**
 * The plan once for each column that it counts, with the other counts left at 0: a value of the column falls into one
 * part alone, so that the counts of the parts add up.
 */
function alonePlans(plan: GroupingPlan): { alone: GroupingPlan; column: string }[] {
  const columns = new Set(
    plan.measures.flatMap((measure) => (measure.kind === 'count' ? [] : [measure.column])),
  );
  const nothing: Measure = { kind: 'count', where: lit(false), about: '' };
  return [...columns].map((column) => ({
    column,
    alone: {
      ...plan,
      measures: plan.measures.map((measure) =>
        measure.kind !== 'count' && measure.column === column ? measure : nothing,
      ),
    },
  }));
}
