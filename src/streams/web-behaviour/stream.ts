import { COUNTRIES } from '../../enrich/countries.ts';
import { defineStream, type StreamDeclaration } from '../../stream/define.ts';
import { col, eq, oneOf } from '../../stream/expression.ts';
import { count, distinct } from '../../stream/rollup.ts';
import { columnsWith, computed, derivedWith, extracted } from './columns.ts';
import { panels } from './panels.ts';
import { reports } from './reports.ts';
import { isView, rollups, sessionRollups } from './rollups.ts';
import { SETTINGS, type WebBehaviourSettings, webBehaviourSettings } from './settings.ts';
import { simulateWebBehaviour } from './simulator.ts';

const PAGE_KINDS = [
  'page_view',
  'view_home_page',
  'view_listing_page',
  'view_product_detail',
  'view_cart',
  'view_landing_page',
  'view_my_account',
  'view_static_page',
  'search',
  'checkout',
  'checkout_success',
];

const byAlpha2 = new Map(COUNTRIES.map((country) => [country.iso2, country]));

export const webBehaviour: StreamDeclaration = (settings) =>
  declare(webBehaviourSettings(settings['web-behaviour'] ?? {}));

const declare = (settings: WebBehaviourSettings) =>
  defineStream({
    name: 'web-behaviour',
    title: 'Web behaviour',
    about: 'What people do on a web shop: pages, products, carts and orders',
    columns: columnsWith(settings),
    id: 'id',
    eventTime: 'time_stamp',
    extracted,
    derived: derivedWith(settings),
    computed,
    bots: 'is_bot',
    rollups,
    sessions: {
      about: 'Visits: the events of one device with no gap over 30 minutes',
      key: 'device_id',
      idleMinutes: 30,
      page: oneOf(col('collection'), PAGE_KINDS),
      pageName: 'page_path',
      converted: eq(col('collection'), 'checkout_success'),
      keep: ['is_bot'],
      steps: {
        view: isView,
        cart: eq(col('collection'), 'add_to_cart_action'),
        checkout: eq(col('collection'), 'checkout'),
        success: eq(col('collection'), 'checkout_success'),
      },
      rollups: sessionRollups,
    },
    star: {
      fact: 'fact_views',
      about: 'Views and visitors by hour and every dimension',
      where: isView,
      dimensions: {
        product: { key: 'product_id' },
        country: {
          key: 'country',
          attributes: {
            iso3: (key) => byAlpha2.get(key)?.iso3 ?? null,
            name: (key) => byAlpha2.get(key)?.name ?? null,
          },
          members: COUNTRIES.map((country) => country.iso2),
        },
        referrer: { key: 'referrer_url' },
        store: { key: 'store_id' },
        browser: { key: 'browser' },
        os: { key: 'os' },
      },
      measures: {
        views: count('Views'),
        visitors: distinct('device_id', 'Different devices'),
      },
    },
    reports,
    panels,
    settings: SETTINGS,
    simulator: simulateWebBehaviour,
    demoRate: 4,
    example: {
      id: 'example-1',
      collection: 'view_product_detail',
      current_url: 'https://shop.example.de/rings/aurora',
      referrer_url: 'https://www.google.de/',
      device_id: 'device-1',
      product_id: '100234',
      store_id: '12',
      time_stamp: 1767225600,
      user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    },
  });
