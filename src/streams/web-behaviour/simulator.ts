import { dailyCurve } from '../../stream/daily-curve.ts';
import { FutureEvents } from '../../stream/future-events.ts';
import { withDamage, withDuplicates } from '../../stream/imperfections.ts';
import { objectIds } from '../../stream/object-ids.ts';
import { type Random, seededRandom } from '../../stream/random.ts';
import {
  assertSimulatable,
  type SimulatedLine,
  type Simulator,
  type SimulatorOptions,
} from '../../stream/simulator.ts';
import { drawEntry } from './simulation/entries.ts';
import { MARKETS } from './simulation/markets.ts';
import { assortment } from './simulation/products.ts';
import { eventRenderer } from './simulation/render.ts';
import { type Surroundings, Visit } from './simulation/visit.ts';
import { drawCrawler, drawOrigin, drawVisitor, type Visitor } from './simulation/visitors.ts';
import { Kind, MEAN_CRAWL, meanVisit } from './simulation/walk.ts';

const DAY = 86_400_000;
const DUPLICATES = 0.005;
const DAMAGED = 1 / 2000;

/** Share of visits that crawlers make; each has about three times the events of a person's. */
const CRAWLERS = 0.01;
/** Share of the other visits that a device makes which was here before, on average four days ago. */
const RETURNING = 0.35;
const RETURN_AFTER = { atLeast: 0.12 * DAY, mean: 4 * DAY };

/** Share of visits whose events arrive late, by up to 5 minutes less the second that `time_stamp` rounds off. */
const LAGGING = 0.016;
const LAG = { from: 5_000, to: 298_000 };
/** Every event is under way for a while, in milliseconds. */
const TRANSIT = { from: 30, to: 400 };

/** Memory is bounded by the visits that go on at a time; beyond this many their pauses are shortened. */
const MAX_ACTIVE = 32_768;
/** Mean time between two events of a visit, in seconds (measured; it only decides when pauses get shorter). */
const MEAN_PAUSE = 40;
/** Visits begin this long before the first event is sent, so that the stream starts in full swing. */
const WARM_UP = 8 * 60_000;

/** How busy each hour of the visitor's day is: asleep at 4, a plateau at work, a peak at 20. */
const { factor: busy, peak } = dailyCurve([
  34, 22, 15, 12, 13, 20, 38, 62, 82, 96, 105, 110, 118, 114, 110, 112, 116, 122, 132, 148, 160, 150, 112, 66,
]);

/**
 * What people do on a web shop, `lumera`: visits of anonymous devices that overlap, from 40-odd countries, each day
 * with a night. About 2.5 % of the events are crawlers', 45 % about no product, 0.3 % name a store that is not there,
 * 1.6 % arrive up to 5 minutes late, 0.5 % come twice, 1 in 2,000 lines is broken.
 */
export const simulateWebBehaviour: Simulator = (options) => {
  assertSimulatable(options);
  const random = seededRandom(options.seed).fork('web-behaviour');
  const events = visits({ ...options, rate: options.rate / (1 + DUPLICATES) }, random);
  const damaged = withDamage(events, random.fork('damage'), { share: DAMAGED, time: /"time_stamp":\d+/ });
  return withDuplicates(damaged, random.fork('duplicates'), { share: DUPLICATES, rate: options.rate });
};

function* visits({ start, rate }: SimulatorOptions, random: Random): Generator<SimulatedLine, never, void> {
  const pace = Math.min(1, MAX_ACTIVE / (rate * MEAN_PAUSE));
  const range = assortment();
  const walk: Surroundings = { random: random.fork('walk'), range, pace };
  const transit = random.fork('transit');
  const render = eventRenderer(random.fork('events'), range);
  const nextId = objectIds(random.fork('ids'));
  const active = new FutureEvents<Visit>();
  const door = arrivals({ start: start - WARM_UP * pace, rate }, random, walk);
  let coming = door.next().value;
  for (;;) {
    if (coming.at <= active.nextAt) {
      active.schedule(coming.at, coming.visit);
      coming = door.next().value;
      continue;
    }
    const visit = active.peek();
    if (visit === undefined) continue;
    const at = active.nextAt;
    if (at >= start) {
      const happened = at - visit.lag - transit.between(TRANSIT.from, TRANSIT.to);
      yield { at: Math.floor(at), line: render(visit, nextId(at), Math.floor(happened / 1000)) };
    }
    if (visit.advance(walk)) active.postpone(at + visit.pause(walk));
    else active.pop();
  }
}

interface Arrival {
  readonly at: number;
  readonly visit: Visit;
}

/**
 * The beginnings of visits: a Poisson process that follows each country's own day, by thinning (Lewis and Shedler,
 * Naval Research Logistics Quarterly 26(3), 1979): candidates come at the peak rate, and stay by how busy it is there.
 * Devices are numbered as they come, so that who returns is drawn from the numbers of some days ago.
 */
function* arrivals(
  { start, rate }: Pick<SimulatorOptions, 'start' | 'rate'>,
  random: Random,
  walk: Surroundings,
): Generator<Arrival, never, void> {
  const draws = random.fork('arrivals');
  const devices = random.fork('devices');
  const entries = random.fork('entries');
  const perMs = (rate / 1000 / meanEvents()) * peak;
  const newPerMs = perMs * (1 - RETURNING);
  let newest = Math.floor(start * newPerMs);
  let at = start;
  for (;;) {
    at += draws.exponential(1 / perMs);
    const crawler = draws.chance(CRAWLERS);
    const returning = draws.chance(RETURNING);
    const ago = returning ? RETURN_AFTER.atLeast + draws.exponential(RETURN_AFTER.mean) : 0;
    if (!returning) newest += 1;
    const origin = drawOrigin(devices.fork(newest - Math.floor(ago * newPerMs)));
    if (draws.uniform() * peak >= (crawler ? 1 : busy(at, origin.utcOffset))) continue;
    const visitor: Visitor = crawler ? drawCrawler(origin) : drawVisitor(origin);
    const entry = crawler ? CRAWL : drawEntry(entries, visitor.market, returning);
    const lag = draws.chance(LAGGING) ? draws.between(LAG.from, LAG.to) : 0;
    yield { at, visit: new Visit(visitor, entry, crawler ? 0 : lag, walk) };
  }
}

const CRAWL = { referrer: '', kind: Kind.home, query: '', utm: undefined };

/** Mean events of a visit: over the ways to come in, sampled once, each with its expected length. */
function meanEvents(): number {
  const samples = 20_000;
  const random = seededRandom('mean events');
  const lengths = Array.from({ length: Kind.exit }, (_, kind) => meanVisit(kind));
  let sum = 0;
  for (let n = 0; n < samples; n++) {
    const market = MARKETS[n % MARKETS.length];
    if (market !== undefined) sum += lengths[drawEntry(random, market, random.chance(RETURNING)).kind] ?? 0;
  }
  return CRAWLERS * MEAN_CRAWL + (1 - CRAWLERS) * (sum / samples);
}
