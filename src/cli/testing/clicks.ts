import { text, timestamp } from '../../stream/column.ts';
import { defineStream, type Stream } from '../../stream/define.ts';
import { derive } from '../../stream/derived.ts';
import { figure } from '../../stream/report.ts';
import { count } from '../../stream/rollup.ts';
import type { Simulator } from '../../stream/simulator.ts';

/** One line for each `1/rate` seconds; the seed is the prefix of the ids. */
const simulator: Simulator = function* simulate({ seed, start, rate }) {
  for (let n = 0; ; n += 1) {
    const at = start + Math.round((n * 1000) / rate);
    yield { at, line: JSON.stringify({ id: `${seed}-${n}`, at, page: '/' }) };
  }
};

/** A small stream for the tests of the command line. */
export const clicks: Stream = defineStream({
  name: 'clicks',
  title: 'Clicks',
  about: 'Clicks on pages.',
  columns: {
    id: text('Id of the click', { required: true }),
    at: timestamp('Event time', { required: true }),
    page: text('The page', { aliases: ['url'] }),
  },
  id: 'id',
  eventTime: 'at',
  extracted: {},
  derived: {
    section: derive({
      from: 'page',
      gives: { section: 'text' },
      by: (page) => ({ section: page?.split('/')[1] ?? null }),
      about: 'First part of the page’s path',
    }),
  },
  computed: {},
  rollups: {
    click_hours: {
      about: 'Clicks an hour',
      grain: 'hour',
      by: ['page', 'section'],
      measures: { clicks: count('Clicks') },
    },
  },
  reports: {
    'top-pages': {
      title: 'Top pages',
      question: 'Which pages are clicked?',
      from: 'click_hours',
      by: ['$by'],
      figures: { clicks: figure('clicks', 'clicks', 'Clicks, each counted once.') },
      period: { kind: 'all' },
      order: 'clicks',
      limit: 10,
      parameters: {
        by: { kind: 'by', choices: { page: 'page', section: 'section' }, about: 'What makes a row' },
      },
      chart: 'bars',
    },
    'section-pages': {
      title: 'Pages of a section',
      question: 'Which pages of a section are clicked?',
      from: 'click_hours',
      by: ['page'],
      figures: { clicks: figure('clicks', 'clicks', 'Clicks, each counted once.') },
      period: { kind: 'all' },
      parameters: {
        section: {
          kind: 'equals',
          dimension: 'section',
          required: true,
          about: 'The section',
          example: 'shop',
        },
      },
      chart: 'bars',
    },
  },
  listings: {
    'last-clicks': {
      title: 'Last clicks',
      question: 'What was clicked last?',
      from: 'events',
      columns: ['at', 'page'],
      filters: ['section'],
      search: ['page'],
      order: 'at',
      period: { kind: 'all' },
      limit: 5,
      chart: 'cards',
    },
  },
  panels: [{ report: 'top-pages', title: 'Pages', chart: 'bars', width: 12 }],
  simulator,
  example: { id: '1', at: 1_767_225_600_000, page: '/shop/ring' },
});
