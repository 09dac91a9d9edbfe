/** A statement and the values that are bound to it: no value from a request becomes SQL text (A3). */
export interface BoundStatement {
  readonly text: string;
  readonly values: readonly (string | boolean | number)[];
}
