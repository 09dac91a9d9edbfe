// A small stream with one report of each kind.
import { boolean, decimal, integer, text, timestamp } from '../../stream/column.ts';
import { defineStream, type Stream } from '../../stream/define.ts';
import { col, eq } from '../../stream/expression.ts';
import { figure, ratio, share } from '../../stream/report.ts';
import { count, distinct, max, sum } from '../../stream/rollup.ts';

const isView = eq(col('kind'), 'view');
const viewCount = count('Views');
const visitorCount = distinct('device', 'Visitors');
const rollups = {
  product_days: {
    about: 'Products by day',
    where: isView,
    grain: 'day',
    by: ['product', 'is_bot'],
    measures: { views: viewCount, visitors: visitorCount },
  },
  store_days: {
    about: 'Stores by day',
    where: isView,
    grain: 'day',
    by: ['country', 'store', 'is_bot'],
    measures: {
      views: viewCount,
      visitors: visitorCount,
      revenue: sum('price', 'Revenue'),
      dearest: max('price', 'Highest price'),
    },
  },
  view_minutes: {
    about: 'Views by minute',
    where: isView,
    grain: 'minute',
    by: ['is_bot'],
    measures: { views: viewCount, visitors: visitorCount },
  },
  view_hours: {
    about: 'Views by hour',
    where: isView,
    grain: 'hour',
    by: ['is_bot'],
    measures: { views: viewCount, visitors: visitorCount },
  },
  product_hours: {
    about: 'Products by hour',
    where: isView,
    grain: 'hour',
    by: ['product', 'is_bot'],
    measures: { views: viewCount },
  },
  kind_minutes: {
    about: 'Events by minute',
    grain: 'minute',
    by: ['is_bot'],
    measures: {
      events: count('Events'),
      looks: count('Views', isView),
      carts: count('Carts', eq(col('kind'), 'cart')),
      orders: count('Orders', eq(col('kind'), 'order')),
      quantity: sum('quantity', 'Pieces'),
    },
  },
} as const;

const views = figure('views', 'views', 'Views.');
const visitors = figure('visitors', 'visitors', 'Different devices.');
const day = { kind: 'latest-day' } as const;
const chart = 'table';
const frame = { title: 'Title', question: 'Question?', chart } as const;
const grain = { kind: 'grain', choices: ['hour', 'minute', 'day'], about: 'Bucket' } as const;

/** One report for each way a report can be asked. */
export const shop: Stream = defineStream({
  name: 'test-shop',
  title: 'Shop',
  about: 'A shop',
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true }),
    kind: text('view, cart or order', { required: true }),
    product: text('Product'),
    country: text('Country'),
    store: text('Store'),
    device: text('Visitor'),
    price: decimal('Price'),
    quantity: integer('Pieces'),
    is_bot: boolean('Robot'),
  },
  id: 'id',
  eventTime: 'at',
  extracted: {},
  derived: {},
  computed: {},
  bots: 'is_bot',
  rollups,
  reports: {
    top: {
      ...frame,
      from: 'product_days',
      by: ['product'],
      known: ['product'],
      figures: { views, visitors },
      period: day,
      order: 'views',
      limit: 3,
      notes: 'Without the unknown.',
    },
    'top-by-visitors': {
      ...frame,
      from: 'product_days',
      by: ['product'],
      figures: {
        visitors,
        views_each: ratio({
          of: 'views',
          per: 'visitors',
          unit: 'views',
          explain: 'Views divided by visitors.',
        }),
      },
      period: day,
      order: 'visitors',
      limit: 3,
    },
    stores: {
      ...frame,
      from: 'store_days',
      by: ['$by'],
      rename: { $by: 'place' },
      figures: {
        views,
        revenue: figure('revenue', 'EUR', 'Revenue.'),
        dearest: figure('dearest', 'EUR', 'Highest price.'),
        average: ratio({ of: 'revenue', per: 'views', unit: 'EUR', explain: 'Revenue divided by views.' }),
      },
      period: { kind: 'all' },
      order: 'views',
      parameters: {
        by: { kind: 'by', choices: { store: 'store', country: 'country' }, about: 'What makes a row' },
        in: { kind: 'equals', dimension: 'country', required: false, about: 'Country', example: 'DE' },
      },
    },
    'store-in': {
      ...frame,
      from: 'store_days',
      by: ['store'],
      figures: { views },
      period: { kind: 'all' },
      order: 'views',
      parameters: {
        country: { kind: 'equals', dimension: 'country', required: true, about: 'Country', example: 'DE' },
      },
    },
    shares: {
      ...frame,
      from: 'store_days',
      by: ['country'],
      figures: {
        views,
        share: share({ of: 'views', explain: 'Views of the country, divided by all views.' }),
        revenue: figure('revenue', 'EUR', 'Revenue.'),
      },
      period: day,
      order: 'views',
      limit: 2,
      parameters: {
        most: { kind: 'order', choices: { views: 'views', revenue: 'revenue' }, about: 'What counts most' },
      },
    },
    'shares-by-day': {
      ...frame,
      from: 'store_days',
      by: ['country'],
      time: 'day',
      figures: { share: share({ of: 'views', decimals: 1, explain: 'The same for each day.' }) },
      period: { kind: 'all' },
    },
    'top-of-each': {
      ...frame,
      from: 'store_days',
      by: ['country', 'store'],
      figures: { views, visitors },
      period: day,
      order: 'views',
      each: 'country',
      limit: 1,
    },
    hours: {
      ...frame,
      from: 'product_hours',
      by: [],
      time: 'hour',
      hourOfDay: true,
      fill: true,
      figures: { views },
      period: day,
      parameters: {
        product: { kind: 'equals', dimension: 'product', required: true, about: 'Product', example: 'a' },
      },
    },
    'product-by-hour': {
      ...frame,
      from: 'product_hours',
      by: ['product'],
      time: 'hour',
      hourOfDay: true,
      figures: { views },
      period: day,
    },
    'product-times': {
      ...frame,
      from: 'product_hours',
      by: ['product'],
      time: 'hour',
      fill: true,
      figures: { views },
      period: day,
    },
    traffic: {
      ...frame,
      from: 'view_minutes',
      by: [],
      time: '$grain',
      fill: true,
      figures: { views, visitors },
      join: { from: 'kind_minutes', figures: { orders: figure('orders', 'orders', 'Orders.') } },
      period: { kind: 'last', minutes: 120 },
      parameters: { grain },
    },
    'sparse-traffic': {
      ...frame,
      from: 'view_minutes',
      by: [],
      time: '$grain',
      figures: { views },
      join: { from: 'kind_minutes', figures: { carts: figure('carts', 'carts', 'Carts.') } },
      period: { kind: 'last', minutes: 120 },
      parameters: { grain },
    },
    totals: {
      ...frame,
      from: 'view_minutes',
      by: [],
      figures: {
        views,
        visitors,
        views_each: ratio({
          of: 'views',
          per: 'visitors',
          unit: 'views',
          explain: 'Views divided by visitors.',
        }),
      },
      join: { from: 'kind_minutes', figures: { quantity: figure('quantity', 'pieces', 'Pieces.') } },
      period: { kind: 'last', minutes: 120 },
      parameters: { minutes: { kind: 'minutes', default: 120, about: 'Length' } },
    },
    funnel: {
      ...frame,
      from: 'kind_minutes',
      by: [],
      figures: {
        look: figure('looks', 'events', 'Views.'),
        cart: figure('carts', 'events', 'Carts.'),
        order: figure('orders', 'events', 'Orders.'),
      },
      steps: { name: 'step', value: 'events' },
      period: { kind: 'last', minutes: 120 },
    },
  },
  panels: [],
  simulator: () => {
    throw new Error('is not simulated');
  },
  example: {},
});
