import { dailyCurve } from '../../../stream/daily-curve.ts';
import type { Random } from '../../../stream/random.ts';
import { calendarOf, MEAN_TALK } from '../../simulated-world/calendar.ts';
import type { Happening } from '../../simulated-world/happenings.ts';
import { Air, momentAt } from './air.ts';
import { type Author, Authors } from './authors.ts';
import { postLanguages } from './languages.ts';

/** Somebody is about to post. */
export interface Turn {
  readonly at: number;
  readonly author: Author;
  readonly happening: Happening | undefined;
}

/** Share of posts that bots copy. */
const COPIES = 0.06;

/** How busy each hour of an author's day is: asleep at 4, up at 8, a peak at 21. */
const { factor: busy, peak } = dailyCurve([
  50, 32, 20, 14, 13, 20, 44, 74, 96, 104, 104, 106, 116, 112, 104, 102, 106, 114, 124, 134, 146, 152, 134,
  92,
]);

/**
 * Who posts when, and about what: a Poisson process by thinning (Lewis and Shedler, Naval Research Logistics Quarterly
 * 26(3), 1979) whose rate follows each author's own day and what is in the air in their language. Within a moment the
 * rate is constant; at its end the next candidate is drawn anew, which changes nothing as the waiting time has no memory.
 */
export function* turns(
  { seed, start, rate }: { seed: number; start: number; rate: number },
  random: Random,
): Generator<Turn, never, void> {
  const draws = random.fork('turns');
  const authors = new Authors(random.fork('authors'));
  const languages = postLanguages().map(({ code }) => code);
  const air = new Air(calendarOf(seed), languages);
  const places = new Map(languages.map((code, place) => [code, place]));
  const perMs = rate / 1000 / (1 + (1 - COPIES) * MEAN_TALK);
  const moment = momentAt(rate);
  let at = start;
  for (;;) {
    air.moveTo(at);
    const ends = (Math.floor(at / moment) + 1) * moment;
    const candidates = perMs * peak * air.loudest;
    for (at += draws.exponential(1 / candidates); at < ends; at += draws.exponential(1 / candidates)) {
      const threshold = draws.uniform() * peak * air.loudest;
      if (draws.uniform() < COPIES) {
        if (threshold < 1)
          yield { at, author: authors.bot(draws.int(0, Authors.bots - 1)), happening: undefined };
        continue;
      }
      const author = authors.person(draws);
      const place = places.get(author.language.code) ?? 0;
      if (threshold >= busy(at, author.home.utcOffset) * air.loudness(place)) continue;
      yield { at, author, happening: air.draw(draws, place) };
    }
    at = ends;
  }
}
