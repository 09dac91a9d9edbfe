import type { Stream } from '../stream/define.ts';
import type { Expression } from '../stream/expression.ts';

/** Which events, see {@link LakeEvents}. */
export interface EventsQuery {
  readonly stream: Stream;
  readonly where: Expression | undefined;
  /** Epoch milliseconds; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** Members that columns must have; a missing value is the member `undefined`. */
  readonly equals: Readonly<Record<string, string | boolean>>;
  readonly limit: number;
}

/** The events behind a figure. */
export interface LakeEvents {
  /** The newest events that fulfil the query, newest first, ties by id. */
  newest(query: EventsQuery): Promise<{
    readonly events: readonly Readonly<Record<string, unknown>>[];
    readonly sql: string;
  }>;
}
