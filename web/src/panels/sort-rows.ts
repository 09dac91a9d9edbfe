import type { Column, Row, Value } from '../api/types.ts';
import { numberOf } from '../number/format.ts';

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** `-views` is by views, the largest first. */
export function readSorting(text: string | undefined): Sorting | undefined {
  if (text === undefined || text === '' || text === '-') return undefined;
  return text.startsWith('-')
    ? { column: text.slice(1), descending: true }
    : { column: text, descending: false };
}

/** What the address says after a click on a heading: numbers begin with the largest, text with A; the third click undoes. */
export function nextSorting(now: Sorting | undefined, column: Column): string | undefined {
  const isText = column.type === 'text' || column.type === 'timestamp';
  const first = isText ? column.name : `-${column.name}`;
  const second = isText ? `-${column.name}` : column.name;
  if (now?.column !== column.name) return first;
  return now.descending === !isText ? second : undefined;
}

function compareText(a: Value, b: Value): number {
  const left = String(a);
  const right = String(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The rows in the order asked for; no value comes last whichever way it goes. */
export function sortRows(
  rows: readonly Row[],
  columns: readonly Column[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const column = columns.find(({ name }) => name === sorting?.column);
  if (sorting === undefined || column === undefined) return rows;
  const isNumber = column.type === 'integer' || column.type === 'decimal';
  return rows.toSorted((left, right) => {
    const a = left[column.name] ?? null;
    const b = right[column.name] ?? null;
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
    const order = isNumber ? (numberOf(a) ?? 0) - (numberOf(b) ?? 0) : compareText(a, b);
    return sorting.descending ? -order : order;
  });
}
