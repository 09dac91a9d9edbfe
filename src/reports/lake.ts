import type { Expression } from '../stream/expression.ts';
import type { Stream } from '../stream/define.ts';
import type { Grain } from '../stream/rollup.ts';

/** The dimensions of a row with their members. */
export type Key = Readonly<Record<string, string | boolean>>;

/** Exact distinct counts over any range, from the lake (V3). */
export interface LakeQuery {
  distinct(query: {
    stream: Stream;
    where: Expression | undefined;
    column: string;
    from: number;
    to: number;
    by: readonly string[];
    bucket: Grain | undefined;
    equals: Key;
    keys?: readonly Key[];
  }): Promise<{ rows: readonly { key: Key; bucket: number | null; value: bigint }[]; sql: string }>;
}

/** The events behind a figure, from the lake. */
export interface LakeEvents {
  /**
   * The newest events with `from <= event time < to` that fulfil `where` and whose dimensions have the members
   * of `equals` (a missing value is the member `undefined`), newest first, ties by id.
   */
  newest(query: {
    stream: Stream;
    where: Expression | undefined;
    from: number;
    to: number;
    equals: Key;
    limit: number;
  }): Promise<{ events: readonly Readonly<Record<string, unknown>>[]; sql: string }>;
}
