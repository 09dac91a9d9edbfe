import { countOf, distinctOf, foldRows, type Grouping, type Rows, sumOf } from './rows.ts';
import { dimensionsOf, VIEW, type WebFact } from './web-facts.ts';
import { type Session, sessionsOf } from './web-sessions.ts';

const isView = (fact: WebFact): boolean => fact.collection === VIEW;
const views = (facts: readonly WebFact[]): number => countOf(facts);
const events = views;
const visitors = (facts: readonly WebFact[]): number => distinctOf(facts, (fact) => fact.device);

const additive: Readonly<Record<string, Grouping<WebFact>>> = {
  product_views: { grain: 'day', by: ['product_id', 'is_bot'], where: isView, measures: { views } },
  product_hours: { grain: 'hour', by: ['product_id', 'is_bot'], where: isView, measures: { views } },
  country_views: { grain: 'day', by: ['country', 'is_bot'], where: isView, measures: { views } },
  store_views: { grain: 'day', by: ['country', 'store_id', 'is_bot'], where: isView, measures: { views } },
  referrer_views: {
    grain: 'day',
    by: ['referrer_url', 'referrer_domain', 'referrer_medium', 'is_self_referral', 'is_bot'],
    where: isView,
    measures: { views },
  },
  browser_os_views: { grain: 'hour', by: ['browser', 'os', 'is_bot'], where: isView, measures: { views } },
  traffic_minute: { grain: 'minute', by: ['is_bot'], where: isView, measures: { views } },
  traffic_hour: { grain: 'hour', by: ['is_bot'], where: isView, measures: { views } },
  traffic_day: { grain: 'day', by: ['is_bot'], where: isView, measures: { views } },
  event_kinds: { grain: 'minute', by: ['collection', 'is_bot'], measures: { events } },
  devices: {
    grain: 'day',
    by: ['device_type', 'is_bot'],
    measures: { events, views: (facts) => countOf(facts, isView) },
  },
  campaign_days: {
    grain: 'day',
    by: ['campaign_source', 'campaign_medium', 'campaign_name', 'is_bot'],
    measures: {
      events,
      views: (facts) => countOf(facts, isView),
      carts: (facts) => countOf(facts, (fact) => fact.collection === 'add_to_cart_action'),
      orders: (facts) => countOf(facts, (fact) => fact.collection === 'checkout_success'),
    },
  },
};

/** Rollups that count visitors, in tables of their own. */
const WITH_VISITORS = [
  'product_views',
  'country_views',
  'traffic_minute',
  'traffic_hour',
  'traffic_day',
  'campaign_days',
];

const sessions = (list: readonly Session[]): number => list.length;
const sessionMeasures: Grouping<Session>['measures'] = {
  sessions,
  bounced: (list) => countOf(list, (one) => one.pages === 1),
  converted: (list) => countOf(list, (one) => one.converted),
  pages: (list) => sumOf(list, (one) => BigInt(one.pages)),
  duration_s: (list) => sumOf(list, (one) => one.seconds),
};
const reached = (step: number) => (list: readonly Session[]) => countOf(list, (one) => one.furthest >= step);

const ofSessions: Readonly<Record<string, Grouping<Session>>> = {
  session_minutes: {
    grain: 'minute',
    by: ['is_bot'],
    measures: {
      ...sessionMeasures,
      reached_view: reached(1),
      reached_cart: reached(2),
      reached_checkout: reached(3),
      reached_success: reached(4),
    },
  },
  session_entries: { grain: 'day', by: ['entry_page', 'is_bot'], measures: sessionMeasures },
  session_exits: { grain: 'day', by: ['exit_page', 'is_bot'], measures: { sessions } },
};

const FACT: Grouping<WebFact> = {
  grain: 'hour',
  by: ['product_id', 'country', 'referrer_url', 'store_id', 'browser', 'os'],
  where: isView,
  measures: { views, visitors },
};

/** Every table of `web-behaviour`, from the events that count, by brute force. */
export function foldWeb(facts: readonly WebFact[]): Readonly<Record<string, Rows>> {
  const reading = { time: (fact: WebFact) => fact.time, dimensions: dimensionsOf };
  const tables: Record<string, Rows> = {};
  for (const [name, grouping] of Object.entries(additive)) {
    tables[name] = foldRows(facts, grouping, reading);
    if (!WITH_VISITORS.includes(name)) continue;
    tables[`${name}_distinct`] = foldRows(facts, { ...grouping, measures: { visitors } }, reading);
  }
  const visits = sessionsOf(facts);
  for (const [name, grouping] of Object.entries(ofSessions)) {
    tables[name] = foldRows(visits, grouping, {
      time: (one) => one.start,
      dimensions: (one) => ({ is_bot: one.isBot, entry_page: one.entry, exit_page: one.exit }),
    });
  }
  tables['fact_views'] = foldRows(facts, FACT, reading);
  return tables;
}
