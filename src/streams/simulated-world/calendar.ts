import { type Random, seededRandom } from '../../stream/random.ts';
import { type Happening, KINDS, type KindOfHappening } from './happenings.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Talk has ended after so many mean lives: e^-7 is a thousandth. */
const LIVES = 7;

/** The happenings of a seed: the same for every stream that is simulated with it, whenever each begins. */
export interface Calendar {
  /** What may be talked of in the hour that holds `at` (epoch milliseconds), each no longer than `lag` ago. */
  around(at: number, lag?: number): readonly Happening[];
}

/**
 * The calendar of a seed. Each day's happenings follow from the seed and the day alone, so that two streams need not
 * meet to tell the same story: posts rise with a happening, articles follow it.
 */
export function calendarOf(seed: number): Calendar {
  const random = seededRandom(seed).fork('calendar');
  const days = new Map<number, readonly Happening[]>();
  const dayOf = (day: number): readonly Happening[] => {
    let happenings = days.get(day);
    if (happenings === undefined) {
      if (days.size > 64) days.clear();
      happenings = happeningsOf(random, day);
      days.set(day, happenings);
    }
    return happenings;
  };
  return {
    around(at, lag = 0) {
      const hour = Math.floor(at / HOUR) * HOUR;
      const found: Happening[] = [];
      for (let day = Math.floor((hour - LONGEST - lag) / DAY); day * DAY < hour + HOUR; day++) {
        for (const happening of dayOf(day)) {
          const ends = happening.at + happening.rise + LIVES * happening.decay + lag;
          if (happening.at < hour + HOUR && ends > hour) found.push(happening);
        }
      }
      return found;
    },
  };
}

const LONGEST = Math.max(
  ...KINDS.map(({ riseMinutes, decayMinutes }) => (riseMinutes + LIVES * decayMinutes) * 1.5 * MINUTE),
);

function happeningsOf(random: Random, day: number): readonly Happening[] {
  const happenings: Happening[] = [];
  for (const kind of KINDS) {
    const draws = random.fork(kind.kind).fork(day);
    const count = howMany(draws, kind, day);
    for (let n = 0; n < count; n++) happenings.push(happeningOf(draws, kind, day, n));
  }
  return happenings;
}

/** A weekly one comes on its weekday; of the others, the whole part of the mean comes daily, and one more by chance. */
function howMany(random: Random, { perDay, weekday }: KindOfHappening, day: number): number {
  if (weekday !== undefined) return (day + 4) % 7 === weekday ? 1 : 0;
  return Math.floor(perDay) + (random.chance(perDay % 1) ? 1 : 0);
}

function happeningOf(random: Random, kind: KindOfHappening, day: number, place: number): Happening {
  const [from, to] = kind.hours;
  const stretch = random.between(0.6, 1.4);
  return {
    kind: kind.kind,
    key: `${kind.kind}-${day}-${place}`,
    at: day * DAY + Math.floor(random.between(from, to) * HOUR),
    rise: kind.riseMinutes * stretch * MINUTE,
    decay: kind.decayMinutes * stretch * MINUTE,
    weight: random.between(kind.weight[0], kind.weight[1]),
    ...kind.story(random, day),
  };
}

/** How much a happening is talked of `since` milliseconds after it began: it rises in a line and decays from its weight. */
export function talkOf({ rise, decay, weight }: Happening, since: number): number {
  if (since <= 0) return 0;
  if (since < rise) return weight * (since / rise);
  return weight * Math.exp((rise - since) / decay);
}

/** Talk of all happenings, averaged over a long time, as a multiple of what is said without them. */
export const MEAN_TALK = KINDS.reduce((sum, { perDay, weight, riseMinutes, decayMinutes }) => {
  const height = (weight[0] + weight[1]) / 2;
  return sum + (perDay * height * (riseMinutes / 2 + decayMinutes) * MINUTE) / DAY;
}, 0);
