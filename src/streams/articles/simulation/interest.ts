import type { Random } from '../../../stream/random.ts';
import { type Calendar, talkOf } from '../../simulated-world/calendar.ts';
import { type Happening, type HappeningKind, KINDS } from '../../simulated-world/happenings.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY = 24 * HOUR;

/** Newspapers begin this long after people, and stay with a story longer: their time runs slower by this factor. */
const BEGINS_AFTER = 20 * MINUTE;
const SLOWER = 0.6;

/** Articles a happening is worth, as a multiple of what people say about it. */
const WORTH: Readonly<Record<HappeningKind, number>> = {
  launch: 0.5,
  flash: 0.15,
  outage: 1.6,
  award: 2.2,
  match: 1.2,
  storm: 2.4,
  strike: 2.4,
  summit: 3,
  talk: 0,
};

/** How long what newspapers look at is taken to stay the same, in milliseconds: some ten articles, 10 s to 5 minutes. */
export function editionAt(rate: number): number {
  return 1000 * Math.min(300, Math.max(10, Math.round(10 / rate)));
}

/** What newspapers write about, as a multiple of what they write anyhow. `at` may only grow. */
export class Interest {
  readonly #calendar: Calendar;
  #hour = Number.NaN;
  #around: readonly Happening[] = [];
  #stories: { readonly happening: Happening; readonly worth: number }[] = [];
  /** All that is written, as a multiple of what is written without happenings. */
  total = 1;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  moveTo(at: number): void {
    const hour = Math.floor(at / HOUR);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#around = this.#calendar.around(at, 6 * DAY);
    }
    this.#stories = this.#around
      .map((happening) => ({
        happening,
        worth: WORTH[happening.kind] * talkOf(happening, (at - happening.at - BEGINS_AFTER) * SLOWER),
      }))
      .filter(({ worth }) => worth > 0.0005);
    this.total = this.#stories.reduce((sum, { worth }) => sum + worth, 1);
  }

  /** What an article of now is about; undefined: something else. */
  draw(random: Random): Happening | undefined {
    let left = random.uniform() * this.total - 1;
    if (left < 0) return undefined;
    for (const { happening, worth } of this.#stories) {
      left -= worth;
      if (left < 0) return happening;
    }
    return undefined;
  }
}

/** `Interest.total` less 1, averaged over a long time. */
export const MEAN_INTEREST = KINDS.reduce((sum, { kind, perDay, weight, riseMinutes, decayMinutes }) => {
  const height = (WORTH[kind] * (weight[0] + weight[1])) / 2;
  return sum + (perDay * height * (riseMinutes / 2 + decayMinutes) * MINUTE) / SLOWER / DAY;
}, 0);
