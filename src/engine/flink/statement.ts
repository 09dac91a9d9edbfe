/** One statement for the SQL Gateway. */
export interface Statement {
  /** Why it is as it is, for a reader. */
  readonly why: string;
  /** Without a semicolon at its end. */
  readonly sql: string;
}
