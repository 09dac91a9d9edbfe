import type { Cell, CellType, ReportAnswer } from './answer.ts';

/**
 * Characters with which a spreadsheet takes a cell for a formula (OWASP, "CSV Injection"), in their full-width
 * forms too. Texts come from events, so anybody can choose them.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/**
 * An answer as CSV (RFC 4180: CRLF, header row, quotes where needed), without units.
 * A text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets take for
 * "this is text"; a program that reads the file drops it. Numbers, times and truth values are never changed. NULL is
 * an empty field, the empty text is `""`, a list is a JSON array.
 */
export function formatCsv({ columns, rows }: Pick<ReportAnswer, 'columns' | 'rows'>): string {
  const lines = [
    columns.map(({ name }) => field('text', name)),
    ...rows.map((row) => columns.map(({ name, type }) => field(type, row[name] ?? null))),
  ];
  return lines.map((fields) => `${fields.join(',')}\r\n`).join('');
}

function field(type: CellType, value: Cell): string {
  if (value === null) return '';
  if (type !== 'text' && type !== 'list') return String(value);
  const text = type === 'list' ? JSON.stringify(value) : String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return safe === '' || /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
