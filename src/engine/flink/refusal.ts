import type { ColumnType } from '../../stream/column.ts';

/** What is rendered, and where to say that a part of it has no equal in Flink. */
export interface Rendering {
  /** Types of the columns that expressions may read. */
  readonly types: Readonly<Record<string, ColumnType>>;
  /** Tells what cannot be rendered with the meaning it has on DuckDB, and what to do about it. */
  readonly refuse: (problem: string, remedy: string) => void;
}
