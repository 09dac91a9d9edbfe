import { dailyCurve } from '../../stream/daily-curve.ts';
import { withDamage, withDuplicates } from '../../stream/imperfections.ts';
import { objectIds } from '../../stream/object-ids.ts';
import { type Random, seededRandom } from '../../stream/random.ts';
import {
  assertSimulatable,
  type SimulatedLine,
  type Simulator,
  type SimulatorOptions,
} from '../../stream/simulator.ts';
import { weightedPick } from '../../stream/weighted.ts';

const DUPLICATES = 0.005;
const DAMAGED = 1 / 2000;
/** This share of the readings is late by up to 5 minutes; the others by some seconds. */
const LATE = 0.15;
const MAX_LATE = 299_000;
const JAKARTA = 7;

type Bounds = readonly [low: number, high: number];

interface Channel {
  readonly name: string;
  /** How often it reports, relative to the others. */
  readonly weight: number;
  readonly usage: Bounds;
  /** How far above or below the middle of its bounds each measure lies, as a share of their width. */
  readonly lift: Lift;
  readonly spellings: (random: Random) => string;
}

interface City {
  readonly name: string;
  readonly weight: number;
  readonly lift: Lift;
}

interface Lift {
  readonly sales: number;
  readonly visitors: number;
  readonly pages: number;
  readonly conversion: number;
}

const SALES: Bounds = [50, 150];
const VISITORS: Bounds = [500, 1000];
const PAGE_VISITORS: Bounds = [50, 250];
const CONVERSION: Bounds = [100, 500];

/** How far single readings scatter, as a share of the bounds' width. */
const SCATTER = 0.17;

const once = (name: string) => (): string => name;

const CHANNELS: readonly Channel[] = [
  {
    name: 'Instagram',
    weight: 24,
    usage: [500, 1000],
    lift: { sales: 0.12, visitors: 0.16, pages: 0.02, conversion: 0.1 },
    spellings: once('Instagram'),
  },
  {
    name: 'TikTok',
    weight: 22,
    usage: [300, 700],
    lift: { sales: 0.18, visitors: 0.08, pages: 0.12, conversion: -0.02 },
    spellings: once('TikTok'),
  },
  {
    name: 'X',
    weight: 19,
    usage: [200, 500],
    lift: { sales: -0.08, visitors: -0.02, pages: -0.1, conversion: -0.12 },
    spellings: weightedPick([
      ['X', 55],
      ['Twitter', 25],
      ['Platform X', 20],
    ]),
  },
  {
    name: 'Facebook',
    weight: 19,
    usage: [100, 300],
    lift: { sales: 0.02, visitors: -0.1, pages: 0.08, conversion: 0.16 },
    spellings: once('Facebook'),
  },
  {
    name: 'Telegram',
    weight: 16,
    usage: [50, 150],
    lift: { sales: -0.18, visitors: -0.18, pages: -0.14, conversion: -0.04 },
    spellings: once('Telegram'),
  },
];

const CITIES: readonly City[] = [
  { name: 'Jakarta', weight: 30, lift: { sales: 0.12, visitors: 0.12, pages: 0.06, conversion: 0.04 } },
  { name: 'Bekasi', weight: 20, lift: { sales: 0.02, visitors: 0.02, pages: -0.04, conversion: 0.06 } },
  { name: 'Tangerang', weight: 19, lift: { sales: 0.05, visitors: -0.02, pages: 0.04, conversion: -0.02 } },
  { name: 'Depok', weight: 16, lift: { sales: -0.06, visitors: -0.05, pages: 0.02, conversion: -0.06 } },
  { name: 'Bogor', weight: 15, lift: { sales: -0.1, visitors: -0.08, pages: -0.08, conversion: 0.02 } },
];

const drawChannel = weightedPick(CHANNELS.map((channel) => [channel, channel.weight] as const));
const drawCity = weightedPick(CITIES.map((city) => [city, city.weight] as const));

/** How busy each hour is in Jakarta. */
const { factor: busy, peak } = dailyCurve([
  40, 26, 18, 15, 20, 42, 66, 84, 96, 104, 112, 124, 132, 120, 112, 110, 114, 124, 142, 160, 164, 148, 112,
  70,
]);

/** One reading, before it is spelled. */
interface Reading {
  readonly id: string;
  readonly city: string;
  readonly channel: string;
  readonly usage: number;
  readonly sales: number;
  readonly visitors: number;
  readonly pageVisitors: number;
  readonly conversion: number;
  /** Epoch milliseconds. */
  readonly ts: number;
}

/**
 * What each channel brings: readings of five channels in five cities around Jakarta, busier by day. Instagram and
 * Jakarta lead, TikTok sells most a reading. About a third comes in the sources' older spelling, some of those with
 * the conversion as a share of the visitors. 15 % are up to 5 minutes late, 0.5 % come twice, 1 in 2,000 is broken.
 */
export const simulateChannelMetrics: Simulator = (options) => {
  assertSimulatable(options);
  const random = seededRandom(options.seed).fork('channel-metrics');
  const lines = readings({ ...options, rate: options.rate / (1 + DUPLICATES) }, random);
  const damaged = withDamage(lines, random.fork('damage'), { share: DAMAGED, time: /"ts":("[^"]*"|\d+)/i });
  return withDuplicates(damaged, random.fork('duplicates'), { share: DUPLICATES, rate: options.rate });
};

/** Arrivals are a Poisson process that follows the day, by thinning (Lewis and Shedler 1979). */
function* readings({ start, rate }: SimulatorOptions, random: Random): Generator<SimulatedLine, never, void> {
  const arrivals = random.fork('arrivals');
  const values = random.fork('values');
  const nextId = objectIds(random.fork('ids'));
  const meanGap = 1000 / (rate * peak);
  let at = start;
  for (;;) {
    at += arrivals.exponential(meanGap);
    if (arrivals.uniform() * peak >= busy(at, JAKARTA)) continue;
    const arrival = Math.floor(at);
    yield { at: arrival, line: spell(drawReading(values, nextId(arrival), arrival), values) };
  }
}

function drawReading(random: Random, id: string, at: number): Reading {
  const channel = drawChannel(random);
  const city = drawCity(random);
  const lift = (measure: keyof Lift): number => channel.lift[measure] + city.lift[measure];
  const late = random.chance(LATE)
    ? random.between(5_000, MAX_LATE)
    : Math.min(MAX_LATE, random.exponential(3_000));
  return {
    id,
    city: city.name,
    channel: channel.spellings(random),
    usage: drawWithin(random, channel.usage, city.lift.visitors),
    sales: drawWithin(random, SALES, lift('sales')),
    visitors: drawWithin(random, VISITORS, lift('visitors')),
    pageVisitors: drawWithin(random, PAGE_VISITORS, lift('pages')),
    conversion: drawWithin(random, CONVERSION, lift('conversion')),
    ts: at - Math.floor(late),
  };
}

/** A whole number within the bounds, both included: normal around their lifted middle, reflected at the ends. */
function drawWithin(random: Random, [low, high]: Bounds, lift: number): number {
  const drawn = random.normal(0.5 + lift, SCATTER);
  const reflected = drawn < 0 ? -drawn : drawn > 1 ? 2 - drawn : drawn;
  return low + Math.round((high - low) * Math.min(1, Math.max(0, reflected)));
}

const SPELLINGS: readonly (readonly [(reading: Reading, random: Random) => string, number])[] = [
  [spellNow, 66],
  [spellBefore, 28],
  [spellLoud, 6],
];
const drawSpelling = weightedPick(SPELLINGS);

function spell(reading: Reading, random: Random): string {
  return drawSpelling(random)(reading, random);
}

function spellNow(r: Reading): string {
  return (
    `{"id":"${r.id}","city":"${r.city}","social_media":"${r.channel}","usage_count":${r.usage},"sales":${r.sales}` +
    `,"visitors":${r.visitors},"page_visitors":${r.pageVisitors},"conversion":${r.conversion}` +
    `,"ts":"${new Date(r.ts).toISOString()}"}`
  );
}

/** The Indonesian names; time in epoch milliseconds; one in five gives the conversion as a share of the visitors. */
function spellBefore(r: Reading, random: Random): string {
  const conversion = random.chance(0.2) ? (r.conversion / r.visitors).toFixed(4) : String(r.conversion);
  return (
    `{"id":"${r.id}","Kota":"${r.city}","Sosial_Media":"${r.channel}","Usage_Count":${r.usage},"Sales":${r.sales}` +
    `,"Visitors":${r.visitors},"PageVisitors":${r.pageVisitors},"Conversion":${conversion},"Ts":${r.ts}}`
  );
}

/** The same names in capitals; time in epoch seconds. */
function spellLoud(r: Reading): string {
  return (
    `{"id":"${r.id}","KOTA":"${r.city}","SOSIAL_MEDIA":"${r.channel}","USAGE_COUNT":${r.usage},"SALES":${r.sales}` +
    `,"VISITORS":${r.visitors},"PAGEVISITORS":${r.pageVisitors},"CONVERSION":${r.conversion},"TS":${Math.floor(r.ts / 1000)}}`
  );
}
