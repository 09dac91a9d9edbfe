import { lit } from '../../../stream/expression.ts';
import type { GroupingPlan, GroupingSet } from '../../../stream/plan.ts';
import type { Grain, Measure } from '../../../stream/rollup.ts';
import type { StaleWindow, WindowTable } from '../../../warehouse/contract.ts';
import { identifier, textLiteral } from '../database.ts';
import { renderGroupingInput, renderGroups, renderSetRows } from '../grouping.ts';
import { lakeRows, renderLakeFiles } from '../lake-source.ts';
import { renderMerge } from '../partial-sums.ts';
import { type CsvPath, EVENTS_AT_ONCE, filesWithin, type HolisticContext } from './context.ts';
import { type Lot, lotsOf, renderWindows, span } from './lots.ts';
import { scatter } from './scatter.ts';

const GRAINS: readonly Grain[] = ['minute', 'hour', 'day'];

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
    for (const grain of GRAINS) {
      const starts = windows.filter((window) => window.grain === grain).map((window) => window.start);
      const sets = plan.sets.filter((set) => set.grain === grain);
      if (starts.length === 0 || sets.length === 0) continue;
      tables.push(...(await distinctOfGrain(context, { plan: withSets(plan, sets), grain, starts, csv })));
    }
  }
  return tables;
}

/** The part of a plan that these sets need. */
function withSets(plan: GroupingPlan, sets: readonly GroupingSet[]): GroupingPlan {
  const used = new Set(sets.flatMap((set) => set.by));
  const dimensions = Object.fromEntries(Object.entries(plan.dimensions).filter(([name]) => used.has(name)));
  return { ...plan, sets, dimensions };
}

interface GrainWork {
  readonly plan: GroupingPlan;
  readonly grain: Grain;
  readonly starts: readonly number[];
  readonly csv: CsvPath;
}

async function distinctOfGrain(context: HolisticContext, work: GrainWork): Promise<WindowTable[]> {
  const { connection } = context;
  const files = await filesWithin(context, ...span(work.starts, work.grain));
  const pass = identifier(`holistic_${context.plan.stream.name}`);
  let filled = false;
  const fill = async (sql: string): Promise<void> => {
    await connection.run(
      filled ? `INSERT INTO ${pass} ${sql}` : `CREATE OR REPLACE TEMP TABLE ${pass} AS ${sql}`,
    );
    filled = true;
  };
  if (files.length > 0) {
    const most = context.eventsAtOnce ?? EVENTS_AT_ONCE;
    for (const lot of lotsOf(files, work, most)) await countLot(context, { ...work, lot, fill });
  }
  const tables: WindowTable[] = [];
  for (const set of work.plan.sets) {
    const table = `${set.rollup}_distinct`;
    const csvPath = filled ? work.csv(table) : null;
    if (csvPath !== null) {
      await connection.run(
        `COPY (${renderSetRows(work.plan, set, pass)}) TO ${textLiteral(csvPath)} (FORMAT csv, HEADER false)`,
      );
    }
    tables.push({ table, grain: set.grain, columns: columnsOf(set), csvPath });
  }
  if (filled) await connection.run(`DROP TABLE ${pass}`);
  return tables;
}

async function countLot(
  context: HolisticContext,
  work: GrainWork & { lot: Lot; fill: (sql: string) => Promise<void> },
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
