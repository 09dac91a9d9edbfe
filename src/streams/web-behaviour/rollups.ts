import { col, eq } from '../../stream/expression.ts';
import { count, distinct, sum } from '../../stream/rollup.ts';

/** A view is an event whose collection is view_product_detail. */
export const isView = eq(col('collection'), 'view_product_detail');

const views = count('Views: events whose collection is view_product_detail');
const visitors = distinct('device_id', 'Visitors: different devices, each counted once');

export const rollups = {
  product_views: {
    about: 'Views and visitors of each product by day',
    where: isView,
    grain: 'day',
    by: ['product_id', 'is_bot'],
    measures: { views, visitors },
  },
  product_hours: {
    about: 'Views of each product by hour',
    where: isView,
    grain: 'hour',
    by: ['product_id', 'is_bot'],
    measures: { views },
  },
  country_views: {
    about: 'Views and visitors of each country by day',
    where: isView,
    grain: 'day',
    by: ['country', 'is_bot'],
    measures: { views, visitors },
  },
  store_views: {
    about: 'Views of each store by day',
    where: isView,
    grain: 'day',
    by: ['country', 'store_id', 'is_bot'],
    measures: { views },
  },
  referrer_views: {
    about: 'Views by referring address, domain and medium by day',
    where: isView,
    grain: 'day',
    by: ['referrer_url', 'referrer_domain', 'referrer_medium', 'is_self_referral', 'is_bot'],
    measures: { views },
  },
  browser_os_views: {
    about: 'Views by browser and operating system by hour',
    where: isView,
    grain: 'hour',
    by: ['browser', 'os', 'is_bot'],
    measures: { views },
  },
  traffic_minute: {
    about: 'Views and visitors by minute',
    where: isView,
    grain: 'minute',
    by: ['is_bot'],
    measures: { views, visitors },
  },
  traffic_hour: {
    about: 'Views and visitors by hour',
    where: isView,
    grain: 'hour',
    by: ['is_bot'],
    measures: { views, visitors },
  },
  traffic_day: {
    about: 'Views and visitors by day',
    where: isView,
    grain: 'day',
    by: ['is_bot'],
    measures: { views, visitors },
  },
  event_kinds: {
    about: 'Events of each kind by minute',
    grain: 'minute',
    by: ['collection', 'is_bot'],
    measures: { events: count('Events of every kind') },
  },
  devices: {
    about: 'Events by kind of device by day',
    grain: 'day',
    by: ['device_type', 'is_bot'],
    measures: {
      events: count('Events of every kind'),
      views: count('Views', isView),
    },
  },
  campaign_days: {
    about: 'What visits of each campaign did, by day',
    grain: 'day',
    by: ['campaign_source', 'campaign_medium', 'campaign_name', 'is_bot'],
    measures: {
      events: count('Events of every kind'),
      views: count('Views', isView),
      carts: count('Products put into a cart', eq(col('collection'), 'add_to_cart_action')),
      orders: count('Orders: checkout_success events', eq(col('collection'), 'checkout_success')),
      visitors,
    },
  },
} as const;

const sessions = count('Sessions: the events of a device with no gap over 30 minutes');
const bounced = count('Sessions with exactly one page event', eq(col('bounced'), true));
const converted = count('Sessions with a checkout_success', eq(col('converted'), true));
const measures = {
  sessions,
  bounced,
  converted,
  pages: sum('pages', 'Page events in these sessions'),
  duration_s: sum('duration_s', 'Seconds between the first and the last event of each session, added up'),
};

export const sessionRollups = {
  session_minutes: {
    about: 'Sessions by the minute in which they start',
    grain: 'minute',
    by: ['is_bot'],
    measures: {
      ...measures,
      reached_view: count('Sessions with a product view', eq(col('reached_view'), true)),
      reached_cart: count('... then a product put into the cart', eq(col('reached_cart'), true)),
      reached_checkout: count('... then a checkout', eq(col('reached_checkout'), true)),
      reached_success: count('... then an order', eq(col('reached_success'), true)),
    },
  },
  session_entries: {
    about: 'Sessions by entry page and day',
    grain: 'day',
    by: ['entry_page', 'is_bot'],
    measures,
  },
  session_exits: {
    about: 'Sessions by exit page and day',
    grain: 'day',
    by: ['exit_page', 'is_bot'],
    measures: { sessions },
  },
} as const;
