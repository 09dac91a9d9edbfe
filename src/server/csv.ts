import type { Cell, ReportAnswer } from '../reports/answer.ts';

/** A report's answer as CSV (RFC 4180): a line of headings, CRLF line ends, NULL as an empty field. */
export function toCsv({ columns, rows }: ReportAnswer): string {
  const names = columns.map((column) => column.name);
  const lines = [names, ...rows.map((row) => names.map((name) => field(row[name] ?? null)))];
  return lines.map((line) => `${line.map(quoted).join(',')}\r\n`).join('');
}

/**
 * Text that a spreadsheet would take for a formula is led by an apostrophe, which is how spreadsheets
 * themselves mark text: page addresses and campaign names come from outside.
 */
function field(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
