import type { Line } from '../../../src/enrich/entities/features.ts';
import { HASHTAG, WORD } from '../../../src/enrich/entities/tokens.ts';
import {
  CAPITALISED,
  LOWER_CASE,
  MIXED_CASE,
  STYLE_MIXED,
  UPPER_CASE,
} from '../../../src/enrich/entities/traits.ts';

/** How often a word was seen in each way of writing. */
interface Written {
  lower: number;
  capital: number;
  upper: number;
}

/** Collects how words are mostly written. */
export interface HabitCounter {
  /** Counts the words of a line; only where both cases are used, and not after a mark, where any word has a capital. */
  readonly add: (line: Line) => void;
  /** A number from 1 to 48 for each word seen twice and more: how often, how often with a capital, mostly upper case. */
  readonly habits: () => ReadonlyMap<number, number>;
}

export function makeHabitCounter(): HabitCounter {
  const counts = new Map<number, Written>();
  return {
    add: (line) => addLine(counts, line),
    habits: () => {
      const habits = new Map<number, number>();
      for (const [word, written] of counts) {
        const habit = habitOf(written);
        if (habit > 0) habits.set(word, habit);
      }
      return habits;
    },
  };
}

function addLine(counts: Map<number, Written>, { tokens, traits }: Line): void {
  if (traits.style !== STYLE_MIXED) return;
  for (let token = 1; token < tokens.count; token += 1) {
    if (tokens.kind[token] !== WORD || (tokens.kind[token - 1] ?? HASHTAG) !== WORD) continue;
    const word = traits.word[token] ?? 0;
    const written = counts.get(word) ?? { lower: 0, capital: 0, upper: 0 };
    const casing = traits.casing[token];
    if (casing === LOWER_CASE) written.lower += 1;
    else if (casing === CAPITALISED || casing === MIXED_CASE) written.capital += 1;
    else if (casing === UPPER_CASE) written.upper += 1;
    counts.set(word, written);
  }
}

const OFTEN = [5, 20, 100];
const SHARES = [0.05, 0.2, 0.5, 0.8, 0.95];

function habitOf({ lower, capital, upper }: Written): number {
  const all = lower + capital + upper;
  if (all < 2) return 0;
  const often = OFTEN.filter((least) => all >= least).length;
  const share = SHARES.filter((least) => capital + upper >= least * all).length;
  const isUpper = 2 * upper > all ? 1 : 0;
  return 1 + 12 * often + 2 * share + isUpper;
}
