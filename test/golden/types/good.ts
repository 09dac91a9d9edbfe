/** A declaration that compiles and that `checkStream` takes. `types.test.ts` changes one name of it at a time and expects that it does not. */
import { decimal, integer, text, timestamp } from '../../../src/stream/column.ts';
import { defineStream } from '../../../src/stream/define.ts';
import { compute, derive } from '../../../src/stream/derived.ts';
import { col, eq, extract, gt } from '../../../src/stream/expression.ts';
import { figure, ratio } from '../../../src/stream/report.ts';
import { count, distinct, sum } from '../../../src/stream/rollup.ts';
import type { Simulator } from '../../../src/stream/simulator.ts';

const simulator: Simulator = function* () {
  for (;;) yield { at: 0, line: '{}' };
};

export const shop = defineStream({
  name: 'shop',
  title: 'Shop',
  about: 'A small stream',
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true }),
    kind: text('Kind of event'),
    page: text('Page'),
    visitor: text('Visitor'),
    amount: decimal('Amount'),
    pieces: integer('Pieces'),
  },
  id: 'id',
  eventTime: 'at',
  extracted: { page_host: compute('text', extract(col('page'), '//([^/]+)'), 'Host') },
  derived: {
    site: derive({
      from: 'page_host',
      gives: { country: 'text', is_bot: 'boolean' },
      by: (host) => ({ country: host, is_bot: false }),
      about: 'Country',
    }),
  },
  computed: { is_large: compute('boolean', gt(col('pieces'), 10), 'More than ten pieces') },
  bots: 'is_bot',
  rollups: {
    country_days: {
      about: 'By country and day',
      where: eq(col('kind'), 'order'),
      grain: 'day',
      by: ['country', 'is_bot'],
      measures: {
        orders: count('Orders'),
        large: count('Large orders', eq(col('is_large'), true)),
        revenue: sum('amount', 'Revenue'),
        buyers: distinct('visitor', 'Buyers'),
      },
    },
  },
  sessions: {
    about: 'Visits',
    key: 'visitor',
    idleMinutes: 30,
    page: eq(col('kind'), 'page'),
    pageName: 'page',
    converted: eq(col('kind'), 'order'),
    keep: ['country', 'is_bot'],
    steps: { look: eq(col('kind'), 'page'), order: eq(col('kind'), 'order') },
    rollups: {
      visit_minutes: {
        about: 'Visits by minute',
        grain: 'minute',
        by: ['country', 'is_bot'],
        measures: {
          visits: count('Visits'),
          ordered: count('Visits that ordered', eq(col('reached_order'), true)),
          pages: sum('pages', 'Pages'),
        },
      },
    },
  },
  star: {
    fact: 'fact_orders',
    about: 'Orders',
    where: eq(col('kind'), 'order'),
    dimensions: { country: { key: 'country' } },
    measures: { orders: count('Orders') },
  },
  reports: {
    'top-countries': {
      title: 'Top countries',
      question: 'Where do orders come from?',
      from: 'country_days',
      by: ['country'],
      known: ['country'],
      figures: {
        orders: figure('orders', 'orders', 'Orders.'),
        average: ratio({ of: 'revenue', per: 'orders', unit: 'EUR', explain: 'Revenue by orders.' }),
        buyers: figure('buyers', 'buyers', 'Buyers.'),
      },
      join: { from: 'visit_minutes', figures: { visits: figure('visits', 'visits', 'Visits.') } },
      parameters: {
        place: { kind: 'equals', dimension: 'country', required: false, about: 'Country', example: 'DE' },
      },
      period: { kind: 'latest-day' },
      order: 'orders',
      limit: 10,
      each: 'country',
      chart: 'bars',
    },
    visits: {
      title: 'Visits',
      question: 'How many visits are there?',
      from: 'visit_minutes',
      by: ['$by'],
      rename: { $by: 'who' },
      known: [],
      where: { is_bot: false },
      time: '$grain',
      fill: true,
      figures: { visits: figure('visits', 'visits', 'Visits.') },
      parameters: {
        by: { kind: 'by', choices: { country: 'country' }, about: 'What makes a row' },
        grain: { kind: 'grain', choices: ['minute', 'hour'], about: 'Width of a bucket' },
        minutes: { kind: 'minutes', default: 60, about: 'Length of the window' },
      },
      period: { kind: 'last', minutes: 60 },
      chart: 'line',
    },
    hours: {
      title: 'Hours',
      question: 'When do visits begin?',
      from: 'visit_minutes',
      by: [],
      time: 'hour',
      hourOfDay: true,
      figures: { visits: figure('visits', 'visits', 'Visits.') },
      period: { kind: 'all' },
      chart: 'bars',
    },
    funnel: {
      title: 'Funnel',
      question: 'How many visits get to an order?',
      from: 'visit_minutes',
      by: [],
      figures: {
        visits: figure('visits', 'visits', 'Visits.'),
        ordered: figure('ordered', 'visits', 'Visits with an order.'),
      },
      steps: { name: 'step', value: 'sessions' },
      period: { kind: 'all' },
      chart: 'funnel',
    },
  },
  panels: [
    { report: 'top-countries', title: 'Countries', chart: 'bars', width: 6, figures: ['orders'] },
    { report: 'visits', title: 'Visits', chart: 'line', width: 6, set: { grain: 'hour' } },
  ],
  simulator,
  example: { id: '1', at: 1767225600 },
});
