/** One thing that `doctor` looked at. */
export interface Finding {
  /** What was looked at: `data folder`, `port`. */
  readonly name: string;
  readonly state: 'good' | 'warning' | 'wrong';
  /** What was found, as a sentence. */
  readonly found: string;
  /** What to do about it; given unless the state is good. */
  readonly remedy?: string;
}
