import type { Random } from '../../../stream/random.ts';
import { weightedDraw } from '../../../stream/weighted.ts';
import { FIRST_STORE_IDS, MARKETS, type Market } from './markets.ts';
import { drawAgent, drawBot } from './user-agents.ts';

/** A device: everything about it follows from the seed and its number, so that none has to be remembered. */
export interface Visitor {
  readonly market: Market;
  readonly storeId: string;
  /** Scheme, host and the store's path prefix. */
  readonly site: string;
  readonly utcOffset: number;
  readonly deviceId: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly resolution: string;
  /** Address of a signed-in customer; mostly empty. */
  readonly email: string;
  /** A tracker of the newer interface: numbers for ids, and fields without a value left out. */
  readonly newer: boolean;
  readonly isBot: boolean;
}

/** The part that is cheap to know: whether this one comes at all at an hour depends on it. */
export interface Origin {
  readonly place: number;
  readonly utcOffset: number;
  /** Goes on where the origin's numbers ended. */
  readonly random: Random;
}

const drawMarket = weightedDraw(MARKETS.map(({ weight }) => weight));
const drawStore = MARKETS.map(({ stores }) => weightedDraw(stores.map(([, weight]) => weight)));

const SIGNED_IN = 0.035;
const NEWER = 0.12;
const IPV6 = 0.22;

/** Country and time zone of a device. `random` is the device's own. */
export function drawOrigin(random: Random): Origin {
  const place = drawMarket(random);
  return { place, utcOffset: random.pick(MARKETS[place]?.utcOffsets ?? [0]), random };
}

/** The rest of a person's device. */
export function drawVisitor({ place, utcOffset, random }: Origin): Visitor {
  const agent = drawAgent(random);
  return {
    ...drawShop(place, random),
    ...agent,
    utcOffset,
    deviceId: uuid(random),
    ip: random.chance(IPV6) ? ipv6(random) : ipv4(random),
    email: random.chance(SIGNED_IN) ? drawEmail(random) : '',
    newer: random.chance(NEWER),
    isBot: false,
  };
}

/** A crawler: no cookies, so that each of its visits is a new device. */
export function drawCrawler({ place, random }: Origin): Visitor {
  return {
    ...drawShop(place, random),
    ...drawBot(random),
    utcOffset: 0,
    deviceId: uuid(random),
    ip: `66.249.${random.int(64, 79)}.${random.int(1, 254)}`,
    email: '',
    newer: false,
    isBot: true,
  };
}

function drawShop(place: number, random: Random): Pick<Visitor, 'market' | 'storeId' | 'site'> {
  const market = MARKETS[place];
  if (market === undefined) throw new RangeError(`no market ${place}`);
  const store = drawStore[place]?.(random) ?? 0;
  const path = market.stores[store]?.[0] ?? '';
  return {
    market,
    storeId: String((FIRST_STORE_IDS[place] ?? 1) + store),
    site: `https://${market.host}${path}`,
  };
}

const FIRST_NAMES =
  'anna ben carla david emma finn greta hugo ida jonas lea marc nina oscar paula sara tom zoe'.split(' ');
const LAST_NAMES =
  'berg costa dupont garcia jensen keller lind meyer novak popescu rossi silva smith vogel weber young'.split(
    ' ',
  );
const MAIL_HOSTS = ['example.com', 'example.com', 'example.org', 'example.net'];

/** An address below a host that is kept for examples (RFC 2606). */
export function drawEmail(random: Random): string {
  return `${random.pick(FIRST_NAMES)}.${random.pick(LAST_NAMES)}${random.int(1, 9999)}@${random.pick(MAIL_HOSTS)}`;
}

const BYTE = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

function hex32(bits: number): string {
  return (
    (BYTE[bits >>> 24] ?? '') +
    (BYTE[(bits >>> 16) & 255] ?? '') +
    (BYTE[(bits >>> 8) & 255] ?? '') +
    (BYTE[bits & 255] ?? '')
  );
}

/** A version 4 UUID (RFC 9562). */
function uuid(random: Random): string {
  const [a, b, c, d] = [random.bits(), random.bits(), random.bits(), random.bits()];
  const middle = hex32((b & 0xffff0fff) | 0x4000);
  const variant = hex32((c & 0x3fffffff) | 0x80000000);
  return `${hex32(a)}-${middle.slice(0, 4)}-${middle.slice(4)}-${variant.slice(0, 4)}-${variant.slice(4)}${hex32(d)}`;
}

/** First bytes of networks that are neither reserved nor private nor multicast. */
const FIRST_BYTES = [
  2, 5, 31, 37, 46, 62, 77, 78, 80, 82, 84, 86, 88, 90, 92, 94, 109, 151, 176, 178, 185, 188, 212, 217,
];

function ipv4(random: Random): string {
  return `${random.pick(FIRST_BYTES)}.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`;
}

/** Below the prefix for documentation (RFC 3849), one /48 of 65,536. */
function ipv6(random: Random): string {
  const group = (): string => random.int(1, 0xffff).toString(16);
  return `2001:db8:${group()}:${random.int(0, 15).toString(16)}:${group()}:${group()}:${group()}:${group()}`;
}
