import type { Cell, CellType, ReportColumn, ReportRow } from './answer.ts';
import { textOf, toCell } from './cells.ts';
import type { RawRow } from './distinct.ts';
import { exactRatio } from './exact.ts';
import type { ReportQuery } from './query.ts';

/** The names a report gives to steps and their values. */
export type Steps = { readonly name: string; readonly value: string } | undefined;

const SHARES = ['of_first', 'of_previous'] as const;

/** The columns of an answer: time, dimensions, figures; or the steps that the figures are. */
export function answerColumns(query: ReportQuery, steps: Steps): readonly ReportColumn[] {
  const keys: ReportColumn[] = query.keys.map(({ heading, type }) => ({ name: heading, type, unit: null }));
  if (query.time !== undefined) {
    const type: CellType = query.time.hourOfDay ? 'integer' : 'timestamp';
    keys.unshift({ name: query.time.heading, type, unit: 'UTC' });
  }
  if (steps === undefined)
    return [...keys, ...query.figures.map(({ name, type, unit }) => ({ name, type, unit }))];
  const [first] = query.figures;
  return [
    ...keys,
    { name: steps.name, type: 'text', unit: null },
    { name: steps.value, type: first?.type ?? 'integer', unit: first?.unit ?? null },
    ...SHARES.map((name): ReportColumn => ({ name, type: 'decimal', unit: '%' })),
  ];
}

/** The rows of an answer from those of the database. */
export function answerRows(query: ReportQuery, steps: Steps, rows: readonly RawRow[]): readonly ReportRow[] {
  const columns = answerColumns(query, steps);
  const stepped =
    steps === undefined ? rows : rows.flatMap((row) => stepRows(query, steps, row)).slice(0, query.limit);
  return stepped.map((row) =>
    Object.fromEntries(columns.map(({ name, type }): [string, Cell] => [name, toCell(type, row[name])])),
  );
}

/** One row per figure, with its share of the first and of the one before, in percent. */
function stepRows(query: ReportQuery, steps: NonNullable<Steps>, row: RawRow): RawRow[] {
  const keys = [
    ...(query.time === undefined ? [] : [query.time.heading]),
    ...query.keys.map(({ heading }) => heading),
  ];
  const kept = Object.fromEntries(keys.map((name) => [name, row[name]]));
  const values = query.figures.map(({ name }) => textOf(row[name]));
  return query.figures.map(({ name }, index) => {
    const of = values[index] ?? null;
    const share = (per: string | null | undefined) =>
      per === undefined ? null : exactRatio({ of, per, times: 100, scale: 1, decimals: 2 });
    return {
      ...kept,
      [steps.name]: name,
      [steps.value]: of,
      of_first: share(values[0]),
      of_previous: share(values[index - 1] ?? values[0]),
    };
  });
}
