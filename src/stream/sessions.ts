import type { ColumnType } from './column.ts';
import type { Expression } from './expression.ts';
import type { Rollup } from './rollup.ts';

/**
 * How events become sessions: the events of one visitor with no gap longer than `idleMinutes`.
 * A session belongs to the window in which it starts.
 */
export interface Sessions<N extends string = string, S extends string = string> {
  readonly about: string;
  /** The visitor. Events without one belong to no session. */
  readonly key: N;
  readonly idleMinutes: number;
  /** What counts as a page event: entry page, exit page, pages and bounces look at these alone. */
  readonly page: Expression<N>;
  /** The column that names a page. */
  readonly pageName: N;
  /** A session with such an event is converted. */
  readonly converted: Expression<N>;
  /** Columns taken from the session's first event, as dimensions. */
  readonly keep: readonly N[];
  /** Funnel steps in order: a session reached step k when events of the steps 1..k occur in this order. */
  readonly steps: Readonly<Record<S, Expression<N>>>;
  /** Rollups over the sessions, see `sessionColumns`. */
  readonly rollups: Readonly<Record<string, Rollup>>;
}

/** The columns that every session has, besides `keep` and one `reached_<step>` per funnel step. */
export const SESSION_COLUMNS = {
  visitor: 'text',
  started_at: 'timestamp',
  entry_page: 'text',
  exit_page: 'text',
  duration_s: 'integer',
  pages: 'integer',
  events: 'integer',
  converted: 'boolean',
  bounced: 'boolean',
} as const satisfies Readonly<Record<string, ColumnType>>;

/** The names and types of all columns of a stream's sessions. */
export function sessionColumns(
  sessions: Pick<Sessions, 'keep' | 'steps'>,
  eventColumns: Readonly<Record<string, { readonly type: ColumnType }>>,
): Readonly<Record<string, ColumnType>> {
  return {
    ...SESSION_COLUMNS,
    ...Object.fromEntries(sessions.keep.map((name) => [name, eventColumns[name]?.type ?? 'text'])),
    ...Object.fromEntries(Object.keys(sessions.steps).map((step) => [`reached_${step}`, 'boolean' as const])),
  };
}
