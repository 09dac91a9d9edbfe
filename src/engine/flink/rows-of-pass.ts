import type { GroupingPlan, GroupingSet } from '../../stream/plan.ts';
import type { Grain } from '../../stream/rollup.ts';
import { renderDimension, renderPart, renderWindow } from './dimension.ts';
import { renderExpression } from './expression.ts';
import type { Rendering } from './refusal.ts';
import { identifier, indented } from './sql-text.ts';

const GRAINS: readonly Grain[] = ['minute', 'hour', 'day'];

/** Which rows a pass reads. */
export interface PassSource {
  /** The view of events. */
  readonly events: string;
  readonly timeColumn: string;
  readonly rendering: Rendering;
}

/** Rows get an alias, which the hint about their state names. */
export const ROWS = 'event';

/**
 * The state of these aggregates stays, however long no event comes: what they write is absolute, and one that began anew
 * would write a part of a sum over the whole of it. Only the memory of ids ends with the deduplication horizon.
 */
export const KEEP_STATE = `/*+ STATE_TTL('${ROWS}' = '0 s') */`;

/** The column of a window's number. */
export function windowColumn(grain: Grain): string {
  return identifier(`w_${grain}`);
}

/** The column of a dimension. */
export function dimensionColumn(name: string): string {
  return identifier(`d_${name}`);
}

/** The column of a value that a measure reads. */
export function valueColumn(name: string): string {
  return identifier(`v_${name}`);
}

function listColumn(list: string): string {
  return identifier(`l_${list}`);
}

function textColumn(list: string): string {
  return identifier(`t_${list}`);
}

/** All keys of a pass, in the order of their bits in the grouping id. */
export function groupingColumns(plan: GroupingPlan): string[] {
  const grains = GRAINS.filter((grain) => plan.sets.some((set) => set.grain === grain));
  return [...grains.map(windowColumn), ...Object.keys(plan.dimensions).map(dimensionColumn)];
}

/** The keys of a grouping set. */
export function setKeys(set: GroupingSet): string[] {
  return [windowColumn(set.grain), ...set.by.map(dimensionColumn)];
}

/** What GROUPING_ID over all keys of a pass is for the rows of a grouping set. */
export function groupingId(plan: GroupingPlan, set: GroupingSet): number {
  const kept = new Set(setKeys(set));
  return groupingColumns(plan).reduce((bits, name) => bits * 2 + (kept.has(name) ? 0 : 1), 0);
}

/**
 * The rows that a pass groups: windows, dimensions, and the values that measures read; one for each text of unnested
 * lists.
 * @param values the columns that measures read
 */
export function renderRows(
  plan: GroupingPlan,
  { events, timeColumn, rendering }: PassSource,
  values: readonly string[],
): string {
  const elements = elementsOf(plan);
  const grains = GRAINS.filter((grain) => plan.sets.some((set) => set.grain === grain));
  const lists = plan.unnest.map(({ list }) => list);
  const keys = Object.entries(plan.dimensions).flatMap(([name, type]) =>
    elements.has(name)
      ? []
      : [
          `${renderDimension(name, { type, value: identifier(name) }, rendering)} AS ${dimensionColumn(name)}`,
        ],
  );
  const columns = [
    ...grains.map((grain) => `${renderWindow(timeColumn, grain)} AS ${windowColumn(grain)}`),
    ...keys,
    ...values.map((name) => `${identifier(name)} AS ${valueColumn(name)}`),
    ...lists.map((list) => `${identifier(list)} AS ${listColumn(list)}`),
  ];
  const where = plan.where === undefined ? '' : `\nWHERE ${renderExpression(plan.where, rendering)}`;
  const rows = `SELECT\n  ${columns.join(',\n  ')}\nFROM ${identifier(events)}${where}`;
  if (lists.length === 0) return rows;
  const kept = [
    ...grains.map(windowColumn),
    ...Object.keys(plan.dimensions).map((name) => {
      const found = elements.get(name);
      if (found === undefined) return dimensionColumn(name);
      const value = renderPart(textColumn(found.list), found.part);
      return `${renderDimension(name, { type: 'text', value }, rendering)} AS ${dimensionColumn(name)}`;
    }),
    ...values.map(valueColumn),
  ];
  const unnested = lists.map(
    (list, index) =>
      `\nCROSS JOIN UNNEST(${listColumn(list)}) AS ${identifier(`u${index}`)} (${textColumn(list)})`,
  );
  return `SELECT\n  ${kept.join(',\n  ')}\nFROM (\n${indented(rows)}\n)${unnested.join('')}`;
}

/** Where each dimension that is an element of a list comes from. */
function elementsOf({ unnest }: GroupingPlan): Map<string, { list: string; part: number | null }> {
  return new Map(
    unnest.flatMap(({ list, parts }) =>
      Object.entries(parts).map(([name, part]) => [name, { list, part }] as const),
    ),
  );
}
