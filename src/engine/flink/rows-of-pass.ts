import type { ColumnType } from '../../stream/column.ts';
import type { GroupingPlan, GroupingSet } from '../../stream/plan.ts';
import type { Grain } from '../../stream/rollup.ts';
import { renderDimension, renderPart, renderWindow } from './dimension.ts';
import { renderExpression } from './expression.ts';
import type { Rendering } from './refusal.ts';
import { identifier, indented } from './sql-text.ts';

/**
 * What keeps one rollup: a grouping set by itself. Sets that share a pass would have the keys of all of them in each row
 * that is hashed, sent and kept, most of them NULL.
 */
export interface Pass {
  readonly plan: GroupingPlan;
  readonly set: GroupingSet;
}

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

/** The keys that a pass groups by. */
export function keysOf({ grain, by }: GroupingSet): string[] {
  return [windowColumn(grain), ...by.map(dimensionColumn)];
}

/**
 * The rows that a pass groups: window, dimensions, and the values that measures read; one for each text of unnested
 * lists.
 * @param values the columns that measures read
 */
export function renderRows(
  { plan, set }: Pass,
  { events, timeColumn, rendering }: PassSource,
  values: readonly string[],
): string {
  const elements = elementsOf(plan);
  const lists = plan.unnest.map(({ list }) => list);
  const keys = set.by.flatMap((name) =>
    elements.has(name)
      ? []
      : [
          `${renderDimension(name, { type: typeOf(plan, name), value: identifier(name) }, rendering)} AS ${dimensionColumn(name)}`,
        ],
  );
  const columns = [
    `${renderWindow(timeColumn, set.grain)} AS ${windowColumn(set.grain)}`,
    ...keys,
    ...values.map((name) => `${identifier(name)} AS ${valueColumn(name)}`),
    ...lists.map((list) => `${identifier(list)} AS ${listColumn(list)}`),
  ];
  const where = plan.where === undefined ? '' : `\nWHERE ${renderExpression(plan.where, rendering)}`;
  const rows = `SELECT\n  ${columns.join(',\n  ')}\nFROM ${identifier(events)}${where}`;
  if (lists.length === 0) return rows;
  const kept = [
    windowColumn(set.grain),
    ...set.by.map((name) => {
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

function typeOf({ dimensions }: GroupingPlan, name: string): ColumnType {
  const type = dimensions[name];
  if (type === undefined) throw new Error(`the plan has no dimension "${name}"`);
  return type;
}

/** Where each dimension that is an element of a list comes from. */
function elementsOf({ unnest }: GroupingPlan): Map<string, { list: string; part: number | null }> {
  return new Map(
    unnest.flatMap(({ list, parts }) =>
      Object.entries(parts).map(([name, part]) => [name, { list, part }] as const),
    ),
  );
}
