import type { Column, ReportResult } from '../api/types.ts';
import { numberOf } from '../number/format.ts';
import { memberText, shapeOf } from './columns-of.ts';

/** More members than this are added up in a last row. */
const MAX_ROWS = 10;
const HOURS = 24;

export interface MatrixRow {
  readonly label: string;
  /** The member, or undefined for the sum of the others. */
  readonly member: string | undefined;
  /** 24 hours; null where there was nothing. */
  readonly cells: readonly (number | null)[];
  readonly total: number;
}

export interface Matrix {
  readonly dimension: Column;
  readonly figure: Column;
  readonly rows: readonly MatrixRow[];
  readonly top: number;
}

function emptyHours(): (number | null)[] {
  return Array.from({ length: HOURS }, () => null);
}

function sumRows(rows: readonly MatrixRow[], label: string): MatrixRow {
  const cells = emptyHours();
  for (const row of rows) {
    row.cells.forEach((value, hour) => {
      if (value !== null) cells[hour] = (cells[hour] ?? 0) + value;
    });
  }
  return { label, member: undefined, cells, total: rows.reduce((sum, { total }) => sum + total, 0) };
}

/** Hours of the day by the first dimension of a report; further dimensions are added up. */
export function matrixOf(result: ReportResult, chosen?: readonly string[]): Matrix | undefined {
  const { hour, time, dimensions, figures } = shapeOf(result.columns, chosen);
  const [dimension] = dimensions;
  const [figure] = figures;
  if (dimension === undefined || figure === undefined) return undefined;
  const byMember = new Map<string, (number | null)[]>();
  for (const row of result.rows) {
    const at =
      hour === undefined ? new Date(String(row[time?.name ?? ''])).getUTCHours() : numberOf(row[hour.name]);
    const value = numberOf(row[figure.name]);
    if (at === null || Number.isNaN(at) || value === null) continue;
    const member = memberText(row[dimension.name]);
    const cells = byMember.get(member) ?? emptyHours();
    cells[at] = (cells[at] ?? 0) + value;
    byMember.set(member, cells);
  }
  const all = [...byMember].map(([member, cells]) => ({
    label: member,
    member,
    cells,
    total: cells.reduce<number>((sum, value) => sum + (value ?? 0), 0),
  }));
  all.sort((a, b) => b.total - a.total || (a.member < b.member ? -1 : 1));
  const many = all.length > MAX_ROWS;
  const shown = many ? all.slice(0, MAX_ROWS - 1) : all;
  const rest = all.slice(shown.length);
  const rows = many ? [...shown, sumRows(rest, `others (${rest.length})`)] : shown;
  return {
    dimension,
    figure,
    rows,
    top: Math.max(0, ...rows.flatMap(({ cells }) => cells.map((cell) => cell ?? 0))),
  };
}
