import type { Statement } from '../answer.ts';
import type { RawRow } from '../distinct.ts';

/** Rows kept at most, of all statements together. */
const MOST_ROWS = 100_000;

/** Answers that are kept while what they were made of stays the same. */
export interface KeptRows {
  /** @param version other rows may be there when it is another one */
  read(
    statement: Statement,
    version: string,
    ask: (sql: string, values: readonly unknown[]) => Promise<readonly RawRow[]>,
  ): Promise<readonly RawRow[]>;
}

/**
 * Keeps the rows of statements that were asked last. Counting the mentions of a large campaign takes longer than a page
 * should wait, many pages ask for the same, and most commits change few campaigns. Those who ask while an answer is under
 * way get that one.
 */
export function keepRows(): KeptRows {
  const kept = new Map<string, { readonly rows: Promise<readonly RawRow[]>; size: number }>();
  let size = 0;
  const drop = (key: string): void => {
    size -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  return {
    read({ text, values }, version, ask) {
      const key = JSON.stringify([version, text, values]);
      const known = kept.get(key);
      if (known !== undefined) {
        // What was asked last stays longest: a map keeps the order in which it was filled.
        kept.delete(key);
        kept.set(key, known);
        return known.rows;
      }
      const rows = ask(text, values);
      const entry = { rows, size: 1 };
      kept.set(key, entry);
      size += 1;
      rows.then(
        (found) => {
          if (kept.get(key) !== entry) return;
          size += found.length;
          entry.size += found.length;
          for (const oldest of kept.keys()) {
            if (size <= MOST_ROWS) break;
            drop(oldest);
          }
        },
        () => drop(key),
      );
      return rows;
    },
  };
}
