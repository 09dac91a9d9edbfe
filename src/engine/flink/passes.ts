import { columnsOf } from '../../stream/expression.ts';
import type { Measure } from '../../stream/rollup.ts';
import { renderExpression } from './expression.ts';
import { measureColumn } from './names.ts';
import type { Rendering } from './refusal.ts';
import {
  KEEP_STATE,
  keysOf,
  type Pass,
  type PassSource,
  ROWS,
  renderRows,
  valueColumn,
} from './rows-of-pass.ts';
import { identifier, indented } from './sql-text.ts';
import type { Statement } from './statement.ts';

/** The sums of a rollup as a view. */
export function renderAdditive(pass: Pass, view: string, source: PassSource): Statement {
  const keys = keysOf(pass.set);
  const values = [...new Set(measuresOf(pass).flatMap(({ measure }) => valuesOf(measure)))];
  return {
    why: `Sums: ${pass.set.rollup}.`,
    sql: `CREATE TEMPORARY VIEW ${identifier(view)} AS
SELECT ${KEEP_STATE}
  ${[...keys, ...renderMeasures(pass, source.rendering)].join(',\n  ')}
FROM (
${indented(renderRows(pass, source, values))}
) AS ${ROWS}
GROUP BY ${keys.join(', ')}`,
  };
}

/** The measures of a rollup, by their number in the plan. */
function measuresOf({ plan, set }: Pass): { index: number; measure: Measure }[] {
  return [...new Set(Object.values(set.measures))].flatMap((index) => {
    const measure = plan.measures[index];
    return measure === undefined ? [] : [{ index, measure }];
  });
}

function renderMeasures(pass: Pass, rendering: Rendering): string[] {
  return measuresOf(pass).map(
    ({ index, measure }) => `${renderMeasure(measure, rendering)} AS ${measureColumn(index)}`,
  );
}

function valuesOf(measure: Measure): string[] {
  if (measure.kind !== 'count') return [measure.column];
  return measure.where === undefined ? [] : [...columnsOf(measure.where)];
}

function renderMeasure(measure: Measure, rendering: Rendering): string {
  switch (measure.kind) {
    case 'count':
      return measure.where === undefined
        ? 'COUNT(*)'
        : `COUNT(*) FILTER (WHERE ${renderExpression(measure.where, rendering, valueColumn)})`;
    case 'sum': {
      const value = valueColumn(measure.column);
      // A sum of 64 bits would wrap around.
      const exact =
        rendering.types[measure.column] === 'decimal' ? value : `CAST(${value} AS DECIMAL(38, 0))`;
      return `COALESCE(SUM(${exact}), 0)`;
    }
    case 'min':
    case 'max':
      return `${measure.kind.toUpperCase()}(${valueColumn(measure.column)})`;
    case 'distinct':
      return `COUNT(${valueColumn(measure.column)})`;
  }
}

/**
 * Exact distinct counts in two steps, which take a third of the time of COUNT(DISTINCT ...): groups with the column in
 * them give each of its values once, and these are counted. Several columns are counted side by side: each has a grouping
 * set of its own, in whose rows the others are NULL. A row without a value keeps its group, and counts 0.
 */
export function renderDistinct(
  pass: Pass,
  { members, counts }: { members: string; counts: string },
  source: PassSource,
): Statement[] {
  const keys = keysOf(pass.set);
  const values = [...new Set(measuresOf(pass).flatMap(({ measure }) => valuesOf(measure)))];
  return [
    {
      why: `Each value that ${pass.set.rollup} counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.`,
      sql: `CREATE TEMPORARY VIEW ${identifier(members)} AS
SELECT ${KEEP_STATE}
  ${[...keys, ...values.map(valueColumn)].join(',\n  ')}
FROM (
${indented(renderRows(pass, source, values))}
) AS ${ROWS}
GROUP BY ${groupsOf(values.map((name) => [...keys, valueColumn(name)]))}`,
    },
    {
      why: 'How many there are. Of several columns each is NULL in the rows of the others.',
      sql: `CREATE TEMPORARY VIEW ${identifier(counts)} AS
SELECT ${KEEP_STATE}
  ${[...keys, ...renderMeasures(pass, source.rendering)].join(',\n  ')}
FROM ${identifier(members)} AS ${ROWS}
GROUP BY ${keys.join(', ')}`,
    },
  ];
}

function groupsOf(sets: readonly (readonly string[])[]): string {
  const [only = [], ...others] = sets;
  if (others.length === 0) return only.join(', ');
  return `GROUPING SETS (\n  ${sets.map((keys) => `(${keys.join(', ')})`).join(',\n  ')}\n)`;
}
