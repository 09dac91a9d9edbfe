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
  /** A pass over them, counted from 0. */
  additive(index: number): string;
  /** The members that a pass counts, counted from 0. */
  members(index: number): string;
  /** Their counts. */
  distinct(index: number): string;
  /** A table of the warehouse. */
  sink(table: string): string;
}

export function namesOf(stream: string): StreamNames {
  const schema = schemaOf(stream);
  return {
    source: `${schema}_enriched`,
    events: `${schema}_events`,
    additive: (index) => `${schema}_additive_${index + 1}`,
    members: (index) => `${schema}_members_${index + 1}`,
    distinct: (index) => `${schema}_distinct_${index + 1}`,
    sink: (table) => `${schema}_to_${table}`,
  };
}

/** How the measure `index` of a plan is called in the answer of its pass. */
export function measureColumn(index: number): string {
  return `m${index}`;
}
