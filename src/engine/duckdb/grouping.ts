import { columnsOf } from '../../stream/expression.ts';
import type { GroupingPlan, GroupingSet } from '../../stream/plan.ts';
import { GRAIN_MS, type Grain } from '../../stream/rollup.ts';
import { identifier } from './database.ts';
import { renderDimension, renderExpression, renderMeasure, renderWindow } from './render.ts';
import { elementsOf, listColumns, renderElement, renderUnnested } from './unnest.ts';

const GRAINS: readonly Grain[] = ['minute', 'hour', 'day'];

/** How the measure `index` of a plan is called in the answer of its pass. */
export function measureColumn(index: number): string {
  return `m${index}`;
}

function windowColumn(grain: Grain): string {
  return `w_${grain}`;
}

/**
 * All rollups of a plan in one pass: windows, dimensions and measures, with `set_number` telling
 * which grouping set a row belongs to.
 * @param from an SQL table expression with the event columns
 * @param timeColumn the column that says to which window a row belongs
 */
export function renderGroupingSets(
  plan: GroupingPlan,
  from: string,
  timeColumn: string,
  restrict = '',
): string {
  return renderGroups(plan, renderGroupingInput(plan, { from, timeColumn, restrict }));
}

/** What a pass needs of each event: windows, dimensions, and the columns that measures read; an SQL query. */
export function renderGroupingInput(
  plan: GroupingPlan,
  events: { from: string; timeColumn: string; restrict: string },
): string {
  const elements = elementsOf(plan.unnest);
  const keys = [
    ...grainsOf(plan).map((grain) => `${renderWindow(events.timeColumn, grain)} AS ${windowColumn(grain)}`),
    ...Object.entries(plan.dimensions)
      .filter(([name]) => !elements.has(name))
      .map(([name, type]) => `${renderDimension(name, type)} AS ${dimensionColumn(name)}`),
  ];
  const conditions = [plan.where === undefined ? '' : renderExpression(plan.where), events.restrict].filter(
    (c) => c !== '',
  );
  const lists = plan.unnest.map(({ list }) => list);
  return `SELECT ${[...keys, ...measureInputs(plan), ...listColumns(lists)].join(', ')} FROM ${events.from}${
    conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  }`;
}

/** The pass itself. @param input a query as `renderGroupingInput` renders it, or one over its rows */
export function renderGroups(plan: GroupingPlan, input: string): string {
  const names = Object.keys(plan.dimensions);
  const source = withElements(
    plan,
    renderUnnested(
      input,
      plan.unnest.map(({ list }) => list),
    ),
  );
  const sets = new Set(plan.sets.map((set) => `(${setKeys(set).join(', ')})`));
  const grouping = [...grainsOf(plan).map(windowColumn), ...names.map(dimensionColumn)];
  return [
    `SELECT ${grouping.join(', ')}, GROUPING_ID(${grouping.join(', ')}) AS gid,`,
    plan.measures.map((measure, index) => `${renderMeasure(measure)} AS ${measureColumn(index)}`).join(', '),
    `FROM (${source}) GROUP BY GROUPING SETS (${[...sets].join(', ')})`,
  ].join(' ');
}

function grainsOf(plan: GroupingPlan): Grain[] {
  return GRAINS.filter((grain) => plan.sets.some((set) => set.grain === grain));
}

/** The dimensions that are elements beside the others. */
function withElements(plan: GroupingPlan, rows: string): string {
  const elements = elementsOf(plan.unnest);
  const columns = Object.keys(plan.dimensions).flatMap((name) => {
    const found = elements.get(name);
    return found === undefined
      ? []
      : [`${renderElement(found.list, found.part)} AS ${dimensionColumn(name)}`];
  });
  return columns.length === 0 ? rows : `SELECT *, ${columns.join(', ')} FROM (${rows})`;
}

/** Dimensions get names of their own, so that they do not hide the columns that measures read. */
function dimensionColumn(name: string): string {
  return identifier(`d_${name}`);
}

function measureInputs(plan: GroupingPlan): string[] {
  const names = new Set<string>();
  for (const measure of plan.measures) {
    if (measure.kind !== 'count') names.add(measure.column);
    else if (measure.where !== undefined) for (const name of columnsOf(measure.where)) names.add(name);
  }
  return [...names].map(identifier);
}

function setKeys(set: GroupingSet): string[] {
  return [windowColumn(set.grain), ...set.by.map(dimensionColumn)];
}

/** The rows of one grouping set out of the pass's answer, as the columns of its rollup table. */
export function renderSetRows(plan: GroupingPlan, set: GroupingSet, passTable: string): string {
  const grouping = [
    ...grainsOf(plan).map(windowColumn),
    ...Object.keys(plan.dimensions).map(dimensionColumn),
  ];
  const kept = new Set(setKeys(set));
  const gid = grouping.reduce((bits, name) => bits * 2 + (kept.has(name) ? 0 : 1), 0);
  const columns = [
    `make_timestamp_ms(${windowColumn(set.grain)} * ${GRAIN_MS[set.grain]}) AS window_start`,
    ...set.by.map((name) => `${dimensionColumn(name)} AS ${identifier(name)}`),
    ...Object.entries(set.measures).map(([name, index]) => `${measureColumn(index)} AS ${identifier(name)}`),
  ];
  return `SELECT ${columns.join(', ')} FROM ${passTable} WHERE gid = ${gid}`;
}
