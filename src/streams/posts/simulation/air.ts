import type { Random } from '../../../stream/random.ts';
import { type Calendar, talkOf } from '../../simulated-world/calendar.ts';
import type { Happening } from '../../simulated-world/happenings.ts';

const HOUR = 3_600_000;
/** Talk that is less than this is silence. */
const AUDIBLE = 0.0005;

/** How long what is in the air is taken to stay the same, in milliseconds: some ten events, 5 to 60 seconds. */
export function momentAt(rate: number): number {
  return 1000 * Math.min(60, Math.max(5, Math.round(10 / rate)));
}

/**
 * What is talked about at the moment, language by language, as multiples of what is said anyhow.
 * `at` may only grow.
 */
export class Air {
  readonly #calendar: Calendar;
  readonly #languages: readonly string[];
  #hour = Number.NaN;
  #around: readonly Happening[] = [];
  #happenings: Happening[] = [];
  /** Talk of each happening in each language, one row a happening. */
  #talk: number[] = [];
  readonly #totals: number[];

  /** The largest of `loudness`. */
  loudest = 1;

  constructor(calendar: Calendar, languages: readonly string[]) {
    this.#calendar = calendar;
    this.#languages = languages;
    this.#totals = languages.map(() => 0);
  }

  /** All that is said in a language, as a multiple of what is said without happenings. */
  loudness(language: number): number {
    return 1 + (this.#totals[language] ?? 0);
  }

  /** Moves on to the moment that holds `at`. */
  moveTo(at: number): void {
    const hour = Math.floor(at / HOUR);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#around = this.#calendar.around(at);
    }
    this.#happenings = [];
    this.#talk = [];
    this.#totals.fill(0);
    for (const happening of this.#around) this.#add(happening, talkOf(happening, at - happening.at));
    this.loudest = 1 + Math.max(...this.#totals);
  }

  #add(happening: Happening, talk: number): void {
    if (talk < AUDIBLE) return;
    this.#happenings.push(happening);
    for (const [place, language] of this.#languages.entries()) {
      const inLanguage = talk * (happening.affinity[language] ?? 1);
      this.#talk.push(inLanguage);
      this.#totals[place] = (this.#totals[place] ?? 0) + inLanguage;
    }
  }

  /** What a post of now is about; undefined: nothing in particular. */
  draw(random: Random, language: number): Happening | undefined {
    let left = random.uniform() * this.loudness(language) - 1;
    if (left < 0) return undefined;
    const width = this.#languages.length;
    for (const [place, happening] of this.#happenings.entries()) {
      left -= this.#talk[place * width + language] ?? 0;
      if (left < 0) return happening;
    }
    return undefined;
  }
}
