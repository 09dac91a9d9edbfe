/** Rows kept at most, of all answers together. */
const MOST_ROWS = 100_000;

/** Answers that are kept while what they were made of stays the same. */
export interface KeptAnswers<Row> {
  /**
   * @param question tells answers apart: what was asked, with all its values
   * @param version other rows may be there when it is another one
   */
  read(question: string, version: string, make: () => Promise<readonly Row[]>): Promise<readonly Row[]>;
}

interface Kept<Row> {
  readonly version: string;
  readonly rows: Promise<readonly Row[]>;
  size: number;
}

/**
 * Keeps the answers that were asked for last, of each question the newest. A ranking over many days, or the mentions of
 * a large campaign, take longer than a page should wait; many pages ask for the same, and most of them more often than
 * figures change. Those who ask while an answer is under way get that one.
 */
export function keepAnswers<Row>(): KeptAnswers<Row> {
  const kept = new Map<string, Kept<Row>>();
  let size = 0;
  const drop = (question: string): void => {
    size -= kept.get(question)?.size ?? 0;
    kept.delete(question);
  };
  const makeRoom = (): void => {
    for (const oldest of kept.keys()) {
      if (size <= MOST_ROWS) break;
      drop(oldest);
    }
  };
  return {
    read(question, version, make) {
      const known = kept.get(question);
      if (known?.version === version) {
        // What was asked last stays longest: a map keeps the order in which it was filled.
        kept.delete(question);
        kept.set(question, known);
        return known.rows;
      }
      drop(question);
      const entry: Kept<Row> = { version, rows: make(), size: 1 };
      kept.set(question, entry);
      size += 1;
      const isKept = (): boolean => kept.get(question) === entry;
      entry.rows.then(
        (found) => {
          if (!isKept()) return;
          size += found.length;
          entry.size += found.length;
          makeRoom();
        },
        () => {
          if (isKept()) drop(question);
        },
      );
      return entry.rows;
    },
  };
}
