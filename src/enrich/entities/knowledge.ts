/** What is known of words and phrases before a post is read. */
export interface Lookup {
  /** Value of a hash; 0 for one that is not there. */
  get(hash: number): number;
}
export interface Knowledge {
  readonly words: Lookup;
  readonly phrases: Lookup;
}
export const MOST_PHRASE_TOKENS = 6;
