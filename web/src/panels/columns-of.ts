import type { Column, ReportResult, Row, Value } from '../api/types.ts';

/** The columns of a report by what they do. */
export interface Shape {
  /** A column of instants, if there is one. */
  readonly time: Column | undefined;
  /** A column of hours of the day (0-23), if there is one. */
  readonly hour: Column | undefined;
  readonly dimensions: readonly Column[];
  readonly figures: readonly Column[];
}

function isHour(column: Column, index: number): boolean {
  return index === 0 && column.type === 'integer' && (column.name === 'hour' || column.unit === 'UTC');
}

/** Sorts the columns of a report; `chosen` keeps those figures alone, where it names any. */
export function shapeOf(columns: readonly Column[], chosen?: readonly string[]): Shape {
  const hour = columns.find(isHour);
  const numbers = columns.filter(
    (column) => column !== hour && (column.type === 'integer' || column.type === 'decimal'),
  );
  const kept = numbers.filter(({ name }) => chosen === undefined || chosen.includes(name));
  return {
    time: columns.find(({ type }) => type === 'timestamp'),
    hour,
    dimensions: columns.filter(({ type }) => type === 'text' || type === 'boolean'),
    figures: kept.length > 0 ? kept : numbers,
  };
}

/** How the member of a dimension is written. */
export function memberText(value: Value | undefined): string {
  if (value === null || value === undefined) return 'undefined';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** The members of a row, joined where there are several dimensions. */
export function rowLabel(row: Row, dimensions: readonly Column[]): string {
  return dimensions.map(({ name }) => memberText(row[name])).join(' · ');
}

/** The members of a row as parameters. */
export function membersOf(row: Row, dimensions: readonly Column[]): Readonly<Record<string, string>> {
  return Object.fromEntries(dimensions.map(({ name }) => [name, String(row[name] ?? 'undefined')]));
}

/** A column's name as a heading: `pages_per_session` reads `Pages per session`. */
export function heading(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .trim()
    .replace(/\busa\b/, 'USA');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The interval a report's answer covers, as it says itself. */
export function periodOf(result: ReportResult): { from: number; to: number } | undefined {
  const from = Date.parse(String(result.params['from'] ?? ''));
  const to = Date.parse(String(result.params['to'] ?? ''));
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : { from, to };
}
