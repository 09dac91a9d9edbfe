import type { z } from 'zod';
import type { ReportResult } from './results.ts';
import { table } from './terminal/table.ts';

type Answer = z.infer<typeof ReportResult>;

const NUMBERS = ['integer', 'decimal'];

function cellText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** A field of RFC 4180: in quotes when it holds a comma, a quote or a line break. */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csv({ columns, rows }: Answer): string {
  const lines = [
    columns.map((column) => column.name),
    ...rows.map((row) => columns.map((column) => cellText(row[column.name]))),
  ];
  return lines.map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('');
}

function heading({ name, unit }: Answer['columns'][number]): string {
  return unit && unit !== name ? `${name} (${unit})` : name;
}

function periodLine({ params, asOf }: Answer): string {
  const { from, to } = params;
  const period =
    typeof from === 'string' && typeof to === 'string' ? `From ${from} to ${to}` : 'Nothing is stored yet';
  return `${period}${asOf ? `, as of ${asOf}` : ''}.\n`;
}

function asTable(answer: Answer): string {
  const { columns, rows } = answer;
  if (rows.length === 0) return `No rows. ${periodLine(answer)}`;
  const headings = columns.map((column) => ({
    name: heading(column),
    align: NUMBERS.includes(column.type) ? ('right' as const) : ('left' as const),
  }));
  const cells = rows.map((row) => columns.map((column) => cellText(row[column.name])));
  return `${table(headings, cells)}\n${periodLine(answer)}`;
}

/** A report's answer as text; CSV after RFC 4180 with a header, NULL as the empty field. */
export function renderReport(answer: Answer, format: 'table' | 'csv'): string {
  return format === 'csv' ? csv(answer) : asTable(answer);
}
