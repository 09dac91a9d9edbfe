import { schemaOf } from '../../warehouse/sql-names.ts';

/**
 * What is called how in a session of the SQL Gateway. The stream stands in front, so that one session can hold several;
 * everything is temporary and goes with the session.
 */
export interface StreamNames {
  /** The topic of enriched events. */
  readonly source: string;
  /** Each event once. */
  readonly events: string;
  /** The sums of a rollup. */
  sums(rollup: string): string;
  /** The values that a rollup counts distinctly. */
  members(rollup: string): string;
  /** Their counts. */
  distinct(rollup: string): string;
  /** A table of the warehouse. */
  sink(table: string): string;
}

export function namesOf(stream: string): StreamNames {
  const schema = schemaOf(stream);
  return {
    source: `${schema}_enriched`,
    events: `${schema}_events`,
    sums: (rollup) => `${schema}_sums_of_${rollup}`,
    members: (rollup) => `${schema}_members_of_${rollup}`,
    distinct: (rollup) => `${schema}_distinct_of_${rollup}`,
    sink: (table) => `${schema}_to_${table}`,
  };
}

/** How the measure `index` of a plan is called in the answer of its pass. */
export function measureColumn(index: number): string {
  return `m${index}`;
}
