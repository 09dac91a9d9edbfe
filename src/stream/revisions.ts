/**
 * Events that later ones take back or replace (R1). Of all accepted events with one id:
 * a deletion wins over everything, also over what arrives after it; otherwise the highest version
 * counts, and of several with the same version the first. What does not count is in no rollup, and
 * the lake forgets it at the next compaction. All measures have to be such that a row can be
 * subtracted: counts, sums and distinct counts, not minima and maxima.
 */
export interface Revisions<N extends string = string> {
  /** A boolean input column: true in an event that deletes the earlier ones with its id. */
  readonly deleted: N;
  /** A whole-number input column that rises with each edit; missing is 0. */
  readonly version: N;
  /** Whose events they are: all of a person's events can be forgotten at once. */
  readonly person: N;
}
