import type { ReportResult } from '../api/types.ts';
import { numberOf } from '../number/format.ts';

/** A step of a funnel. */
export interface Step {
  readonly name: string;
  readonly value: number | null;
  /** Percent of the first step, and of the step before; NULL where that is 0. */
  readonly ofFirst: number | null;
  readonly ofPrevious: number | null;
}

function share(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : (part / whole) * 100;
}

/** The steps of a funnel. The first text column names them, the first whole number counts them. */
export function stepsOf(result: ReportResult): { steps: readonly Step[]; unit: string } {
  const name = result.columns.find(({ type }) => type === 'text')?.name ?? '';
  const value = result.columns.find(({ type }) => type === 'integer');
  const values = result.rows.map((row) => numberOf(row[value?.name ?? '']));
  const steps = result.rows.map((row, index) => ({
    name: String(row[name] ?? ''),
    value: values[index] ?? null,
    ofFirst: share(values[index] ?? null, values[0] ?? null),
    ofPrevious: index === 0 ? null : share(values[index] ?? null, values[index - 1] ?? null),
  }));
  return { steps, unit: value?.unit ?? '' };
}
