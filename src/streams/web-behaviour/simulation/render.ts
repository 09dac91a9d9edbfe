import type { Random } from '../../../stream/random.ts';
import { type Market, STORE_COUNT } from './markets.ts';
import type { Assortment, Choice } from './products.ts';
import type { Visit } from './visit.ts';
import { COLLECTIONS, Kind } from './walk.ts';

/** Of 1,000 events, 3 name a store that the shop does not have. */
const INVALID_STORES = 0.003;
const INVALID_STORE_IDS = ['0', '-1', String(STORE_COUNT + 1), '999', '10001'];

/**
 * Writes a visit's latest event as one line of JSON; `happened` is in epoch seconds. Only ASCII without quotes goes
 * in, so nothing needs escaping.
 */
export type Renderer = (visit: Visit, id: string, happened: number) => string;

/** Makes a renderer; `random` decides about invalid stores and order numbers. */
export function eventRenderer(random: Random, range: Assortment): Renderer {
  const localTime = localTimes();
  return (visit, id, happened) => {
    const { visitor, kind } = visit;
    const { newer } = visitor;
    const about = isAboutProduct(kind);
    const store = random.uniform() < INVALID_STORES ? random.pick(INVALID_STORE_IDS) : visitor.storeId;
    if (visit.deviceText === '') visit.deviceText = deviceText(visit);
    if (visit.agentText === '') visit.agentText = agentText(visit);
    return (
      `{"id":"${id}${(newer ? OPENINGS_NEWER : OPENINGS)[kind]}${visit.url}","referrer_url":"${visit.referrer}` +
      `${visit.deviceText}${localTime(happened, visitor.utcOffset, newer)}","option":${optionsOf(visit, range)}` +
      (about ? `${newer ? ',"product_id":' : ',"product_id":"'}${range.ids[visit.product]}` : '') +
      (newer ? ',"store_id":' : about ? '","store_id":"' : ',"store_id":"') +
      `${store}${newer ? ',"time_stamp":' : '","time_stamp":'}${happened}${visit.agentText}` +
      (about ? priceOf(range.cents[visit.product] ?? 0, visitor.market) : '') +
      `${kind === Kind.success ? orderOf(visit, random) : ''}}`
    );
  };
}

// A line is put together from as few pieces as can be: joining them costs more than all else. What stays the same for
// a kind or for a visit is one flat text, made by `join` (V8 keeps the result of + as a tree until it is written).

const opening = (version: string) => (collection: string) =>
  ['","api_version":"', version, '","collection":"', collection, '","current_url":"'].join('');
const OPENINGS = COLLECTIONS.map(opening('1.0'));
const OPENINGS_NEWER = COLLECTIONS.map(opening('1.1'));

function deviceText({ visitor, email }: Visit): string {
  const mail = visitor.newer ? '","email":"' : '","email_address":"';
  const { deviceId, ip } = visitor;
  return ['","device_id":"', deviceId, mail, email, '","ip":"', ip, '","local_time":"'].join('');
}

function agentText({ visitor, entry }: Visit): string {
  const { userAgent, resolution, newer } = visitor;
  return [',"user_agent":"', userAgent, '","resolution":"', resolution, '"', utmOf(entry.utm, newer)].join(
    '',
  );
}

function isAboutProduct(kind: number): boolean {
  return kind === Kind.product || kind === Kind.option || kind === Kind.suggestions || kind === Kind.add;
}

/** Nothing is chosen on most product pages when they open; the newer tracker sends only the choice that changed. */
function optionsOf({ kind, product, chosen, changed, visitor }: Visit, range: Assortment): string {
  const opened = kind === Kind.product && product % 8 === 0;
  if (!opened && kind !== Kind.option && kind !== Kind.add) return '""';
  const [first, second] = range.categories[range.category[product] ?? 0]?.choices ?? [];
  const one = chosenValue(first, chosen[0]);
  const other = chosenValue(second, chosen[1]);
  if (kind === Kind.option && visitor.newer) return changed === 0 ? one : other;
  return `[${one},${other}]`;
}

function chosenValue(choice: Choice | undefined, chosen: number): string {
  return choice?.json[chosen % choice.json.length] ?? '{}';
}

function utmOf(utm: Visit['entry']['utm'], newer: boolean): string {
  if (utm !== undefined)
    return `,"utm_source":"${utm[0]}","utm_medium":"${utm[1]}","utm_campaign":"${utm[2]}"`;
  return newer ? '' : ',"utm_source":false';
}

function orderOf(visit: Visit, random: Random): string {
  const number = random.int(100_000_000, 999_999_999);
  const order = visit.visitor.newer ? `,"order_id":${number}` : `,"order_id":"${number}"`;
  return priceOf(visit.cart, visit.visitor.market) + order;
}

const CENTS = ['00', '00', '00', '50', '90'];

/** An amount as the market writes it, with its currency: whole units, and now and then ,50 or ,90. */
function priceOf(euroCents: number, market: Market): string {
  const whole = Math.round((euroCents * market.perEuro) / 100);
  const cents = CENTS[whole % 5] ?? '00';
  const price = market.prices === 'point' ? `${whole}.${cents}` : `${thousands(whole)},${cents}`;
  return `,"price":"${price}","currency":"${market.currency}"`;
}

/** 1234567 -> 1.234.567 */
function thousands(whole: number): string {
  if (whole < 1000) return String(whole);
  return `${thousands(Math.floor(whole / 1000))}.${String(whole % 1000).padStart(3, '0')}`;
}

const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/**
 * Wall clock texts, `yyyy-MM-dd HH:mm:ss` (the newer tracker leaves the hour's zero out). The minutes in use are
 * remembered, as making a date costs more than the rest of the line.
 */
function localTimes(): (seconds: number, utcOffset: number, newer: boolean) => string {
  const minutes = new Map<number, string>();
  return (seconds, utcOffset, newer) => {
    const local = seconds + utcOffset * 3600;
    const minute = Math.floor(local / 60);
    const key = newer ? -minute : minute;
    let text = minutes.get(key);
    if (text === undefined) {
      if (minutes.size > 1000) minutes.clear();
      text = minuteText(minute, newer);
      minutes.set(key, text);
    }
    return text + TWO[local - minute * 60];
  };
}

function minuteText(minute: number, newer: boolean): string {
  const [date = '', time = ''] = new Date(minute * 60_000).toISOString().split('T');
  return [date, ' ', time.startsWith('0') && newer ? time.slice(1, 6) : time.slice(0, 6)].join('');
}
