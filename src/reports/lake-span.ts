import { isoInstant } from '../event/time.ts';
import type { Stream } from '../stream/define.ts';
import { GRAIN_MS } from '../stream/rollup.ts';
import type { Statement } from './answer.ts';
import { toInstant } from './cells.ts';
import { type NamedRollup, rollupsOf } from './rollups.ts';
import { tableOf } from './sql.ts';

/** Of which event times the lake holds all that the warehouse has counted: from `from` to before `until`. */
export interface LakeSpan {
  /** Epoch milliseconds; 0 when no event has left the lake by age. */
  readonly from: number;
  /** Epoch milliseconds; infinite when the lake is not behind. */
  readonly until: number;
}

/**
 * What {@link lakeSpan} is made of. `behind` is the last minute with figures of a stream that is counted on Flink:
 * there the lake is written by others (`worker --role archive`), who may be late or missing.
 */
export function spanStatement(stream: Stream): Statement {
  const table = tableOf(stream, finest(stream).name);
  const text = `SELECT
  (SELECT "lake_from" FROM "crosscurrent"."stream_state" WHERE "stream" = $1::text) AS "from",
  (SELECT max("max_time") FROM "crosscurrent"."lake_file" WHERE "stream" = $1::text) AS "until",
  (SELECT max("window_start") FROM ${table}
    WHERE EXISTS (SELECT FROM "crosscurrent"."deployment" WHERE "stream" = $1::text)) AS "counted"`;
  return { engine: 'postgresql', text, values: [stream.name] };
}

/** The rollup of events with the shortest windows. */
function finest(stream: Stream): NamedRollup {
  return rollupsOf(stream)
    .filter(({ of }) => of === 'events')
    .reduce((best, one) => (GRAIN_MS[one.rollup.grain] < GRAIN_MS[best.rollup.grain] ? one : best));
}

/**
 * The lake is behind when the warehouse has figures of a window that begins more than one window after its newest
 * event: the one that is filling at this moment may reach either of them first.
 */
export function lakeSpan(stream: Stream, row: Readonly<Record<string, unknown>> | undefined): LakeSpan {
  const at = (name: string): number | undefined =>
    row?.[name] === null || row?.[name] === undefined ? undefined : toInstant(row[name]);
  const [from, counted, newest] = [at('from') ?? 0, at('counted'), at('until') ?? 0];
  const isBehind = counted !== undefined && newest < counted - GRAIN_MS[finest(stream).rollup.grain];
  return { from, until: isBehind ? newest : Number.POSITIVE_INFINITY };
}

/** Event times in epoch milliseconds, `to` exclusive. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Whether all events of the range are there to be counted. */
export function holds(span: LakeSpan, { from, to }: Range): boolean {
  return from >= to || (from >= span.from && to <= span.until);
}

/** Why the events of ranges cannot be counted, and what to do, for who reads the report. */
export function missingWords(span: LakeSpan, ranges: readonly Range[]): string {
  const gone = ranges.some(({ from }) => from < span.from)
    ? `Events before ${isoInstant(span.from)} have left the lake by their age (lake-expiry-days).`
    : '';
  const late = ranges.some(({ to }) => to > span.until) ? behindWords(span.until) : '';
  return [gone, late].filter((words) => words !== '').join(' ');
}

function behindWords(until: number): string {
  const held = until === 0 ? 'no events' : `events up to ${isoInstant(until)} only`;
  return `The lake holds ${held}, while Flink counts later ones: does \`crosscurrent worker --role archive\` run?`;
}
