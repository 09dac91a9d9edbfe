import { VIEW, type WebFact } from './web-facts.ts';

const IDLE_MS = 30 * 60_000;

/** A visit, by the definition that the reports show. */
export interface Session {
  readonly start: number;
  readonly isBot: boolean;
  readonly entry: string;
  readonly exit: string;
  readonly pages: number;
  readonly seconds: bigint;
  readonly converted: boolean;
  /** How many funnel steps were reached, in order. */
  readonly furthest: number;
}

const STEPS = [VIEW, 'add_to_cart_action', 'checkout', 'checkout_success'];

/** The events of each device, cut where there is a gap of more than 30 minutes. */
export function sessionsOf(facts: readonly WebFact[]): Session[] {
  const byDevice = new Map<string, WebFact[]>();
  for (const fact of facts) {
    if (fact.device === null) continue;
    byDevice.set(fact.device, [...(byDevice.get(fact.device) ?? []), fact]);
  }
  return [...byDevice.values()].flatMap((events) => cut(events).map(describe));
}

function cut(events: WebFact[]): WebFact[][] {
  const ordered = events.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  const sessions: WebFact[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const event of ordered) {
    if (event.time - last > IDLE_MS) sessions.push([]);
    sessions.at(-1)?.push(event);
    last = event.time;
  }
  return sessions;
}

function describe(events: readonly WebFact[]): Session {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) throw new Error('a session has no events');
  const pages = events.filter((event) => event.isPage);
  let furthest = 0;
  for (const event of events) if (event.collection === STEPS[furthest]) furthest += 1;
  return {
    start: first.time,
    isBot: first.agent.isBot,
    entry: pages[0]?.page.path ?? 'undefined',
    exit: pages.at(-1)?.page.path ?? 'undefined',
    pages: pages.length,
    seconds: BigInt(Math.floor((last.time - first.time) / 1000)),
    converted: events.some((event) => event.collection === 'checkout_success'),
    furthest,
  };
}
