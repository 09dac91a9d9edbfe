import type { Cell, ReportAnswer, ReportColumn } from './answer.ts';
import { listWords, timeWords, visible, widthOf } from './terminal-text.ts';

/** Longest cell of a table, in columns of a terminal. */
const MAX_CELL = 80;

/**
 * An answer as a table for a terminal: texts left, numbers right, units under the headings, `-` for NULL.
 * Control characters of texts are shown, never sent (a value of an event must not steer a terminal).
 */
export function formatTable(answer: Pick<ReportAnswer, 'columns' | 'rows'>): string {
  const { columns, rows } = answer;
  if (rows.length === 0) return 'No rows: nothing is stored that fulfils these parameters.\n';
  const hasUnits = columns.some((column) => unitOf(column) !== '');
  const heads = [columns.map(({ name }) => visible(name)), ...(hasUnits ? [columns.map(unitOf)] : [])];
  const cells = columns.map((column) => {
    const show = cellText(
      column,
      rows.map((row) => row[column.name] ?? null),
    );
    return rows.map((row) => show(row[column.name] ?? null));
  });
  const body = rows.map((_, row) => cells.map((column) => column[row] ?? ''));
  const widths = columns.map((_, at) =>
    Math.max(...[...heads, ...body].map((line) => widthOf(line[at] ?? ''))),
  );
  const rule = widths.map((width) => '─'.repeat(width));
  return [...heads, rule, ...body]
    .map((line) =>
      line
        .map((text, at) => padded(text, widths[at] ?? 0, columns[at]))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** A unit says nothing new where it is the heading. */
function unitOf({ name, unit }: ReportColumn): string {
  return unit === null || unit === name ? '' : visible(unit);
}

function isNumber(column: ReportColumn | undefined): boolean {
  return column?.type === 'integer' || column?.type === 'decimal';
}

function padded(text: string, width: number, column: ReportColumn | undefined): string {
  const gap = ' '.repeat(width - widthOf(text));
  return isNumber(column) ? gap + text : text + gap;
}

/** Numbers of a column have the same number of decimals, so that they can be read down. */
function cellText(column: ReportColumn, values: readonly Cell[]): (value: Cell) => string {
  const decimals = column.type === 'decimal' ? Math.max(0, ...values.map(decimalsOf)) : 0;
  return (value) => {
    if (value === null) return '-';
    if (isNumber(column)) return grouped(String(value), decimals);
    if (column.type === 'timestamp') return timeWords(String(value));
    return cut(visible(listWords(value)));
  };
}

function decimalsOf(value: Cell): number {
  return value === null ? 0 : (plain(String(value)).split('.')[1]?.length ?? 0);
}

/** A number that JavaScript writes with an exponent, written in full. */
function plain(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (match === null) return text;
  const digits = `${match[2]}${match[3] ?? ''}`.padStart(Number(match[4]) + 1 + (match[3]?.length ?? 0), '0');
  const places = Number(match[4]) + (match[3]?.length ?? 0);
  return `${match[1]}${digits.slice(0, digits.length - places)}.${digits.slice(-places)}`;
}

function grouped(text: string, decimals: number): string {
  const [whole = '', fraction = ''] = plain(text).split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === 0 ? thousands : `${thousands}.${fraction.padEnd(decimals, '0')}`;
}

function cut(text: string): string {
  if (widthOf(text) <= MAX_CELL) return text;
  let taken = '';
  let width = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width >= MAX_CELL) break;
    taken += character;
  }
  return `${taken}…`;
}
