import type { Stream } from '../define.ts';
import type { ReportOf } from '../report.ts';
import { GRAIN_MS, type Grain, type Rollup } from '../rollup.ts';
import type { Inspection } from './fault.ts';

/** A report that is looked at, with the rollups it reads. */
export interface ReportInspection extends Inspection {
  readonly part: string;
  readonly report: ReportOf;
  /** The rollup the report is from, and the joined one. */
  readonly rollups: readonly Rollup[];
  /** Dimensions that tell rows apart, with every choice of `$by`. */
  readonly keys: readonly string[];
}

/** Whether a dimension is boolean; those of sessions that events have not are text, but for two. */
export function isBoolean(stream: Stream, name: string): boolean {
  const derived = Object.values(stream.derived).flatMap((one) => Object.entries(one.gives));
  const types = new Map<string, string>([
    ['converted', 'boolean'],
    ['bounced', 'boolean'],
    ...derived,
    ...Object.entries({ ...stream.columns, ...stream.extracted, ...stream.computed }).map(
      ([column, { type }]) => [column, type] as const,
    ),
  ]);
  return name.startsWith('reached_') || types.get(name) === 'boolean';
}

/** Windows cannot be cut: a bucket is never shorter than one. */
export function tooFine(rollups: readonly Rollup[], bucket: Grain): Grain | undefined {
  return rollups.map(({ grain }) => grain).find((grain) => GRAIN_MS[grain] > GRAIN_MS[bucket]);
}
