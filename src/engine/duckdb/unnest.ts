import type { UnnestedList } from '../../stream/plan.ts';
import { identifier } from './database.ts';
import { renderDimension } from './render.ts';

/** Names with a blank, which no column of a stream can have. */
function listColumn(list: string): string {
  return identifier(`list ${list}`);
}

function textColumn(list: string): string {
  return identifier(`text of ${list}`);
}

/** The lists as columns that `renderUnnested` goes through; they stand beside the columns that its rows keep. */
export function listColumns(lists: readonly string[]): string[] {
  return lists.map((list) => `${identifier(list)} AS ${listColumn(list)}`);
}

/**
 * A row for each text of the lists instead of the lists.
 * @param rows an SQL query that gives `listColumns`
 */
export function renderUnnested(rows: string, lists: readonly string[]): string {
  return lists.reduce(
    (from, list) =>
      `SELECT * EXCLUDE (${listColumn(list)}), unnest(${listColumn(list)}) AS ${textColumn(list)} FROM (${from})`,
    rows,
  );
}

/** A part of a text, counted from 0; NULL when it is empty or not there. The whole text without one. */
export function renderPart(text: string, part: number | null): string {
  // U+001F stands between the parts.
  return part === null ? text : `nullif(string_split(${text}, chr(31))[${part + 1}], '')`;
}

/** The dimension of a row of `renderUnnested` that is a part of the text of a list. */
export function renderElement(list: string, part: number | null): string {
  return renderDimension(list, 'text', () => renderPart(textColumn(list), part));
}

/** Where each element of these lists comes from. */
export function elementsOf(
  unnest: readonly UnnestedList[],
): ReadonlyMap<string, { readonly list: string; readonly part: number | null }> {
  return new Map(
    unnest.flatMap(({ list, parts }) =>
      Object.entries(parts).map(([name, part]) => [name, { list, part }] as const),
    ),
  );
}
