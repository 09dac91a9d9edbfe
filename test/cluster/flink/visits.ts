// A small stream with sums and distinct counts, its messages as an enrichment worker writes them, and what they come to.
import { integer, text, timestamp } from '../../../src/stream/column.ts';
import { defineStream, type Stream } from '../../../src/stream/define.ts';
import { count, distinct, sum } from '../../../src/stream/rollup.ts';

/** 2026-01-01. */
export const DAY = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

export const visits: Stream = defineStream({
  name: 'visits',
  title: 'Visits',
  about: 'Visits of a test',
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true }),
    page: text('Page'),
    who: text('Who'),
    seconds: integer('How long'),
  },
  id: 'id',
  eventTime: 'at',
  extracted: {},
  derived: {},
  computed: {},
  rollups: {
    page_hours: {
      about: 'Visits of pages by hour',
      grain: 'hour',
      by: ['page'],
      measures: {
        visits: count('Visits'),
        seconds: sum('seconds', 'Time spent'),
        people: distinct('who', 'People'),
      },
    },
    visit_days: { about: 'Visits by day', grain: 'day', by: [], measures: { visits: count('Visits') } },
  },
  reports: {},
  panels: [],
  *simulator() {
    for (;;) yield { at: DAY, line: '{}' };
  },
  example: { id: '1', at: DAY / 1000 },
});

/** The same stream with one more rollup. */
export const visitsWithMinutes: Stream = {
  ...visits,
  rollups: {
    ...visits.rollups,
    visit_minutes: {
      about: 'Visits by minute',
      grain: 'minute',
      by: [],
      measures: { visits: count('Visits') },
    },
  },
};

export interface Visit {
  readonly id: string;
  readonly at: number;
  readonly page: string | null;
  readonly who: string | null;
  readonly seconds: number | null;
}

/** Visits `from` to `to` (exclusive) of an endless row that is always the same. */
export function visitsFrom(from: number, to: number): Visit[] {
  return Array.from({ length: to - from }, (_, n) => {
    const i = from + n;
    return {
      id: `visit-${i}`,
      at: DAY + ((i * 7919) % 10) * HOUR + ((i * 104_729) % HOUR),
      page: i % 11 === 0 ? null : `/page/${i % 7}`,
      who: i % 13 === 0 ? null : `person-${(i * 31) % 97}`,
      seconds: i % 5 === 0 ? null : i % 600,
    };
  });
}

/** Rows of the warehouse: table -> key -> values, as texts. */
export type Rows = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What visits come to, folded one by one; of those with one id the first counts. */
export function rowsOf(events: readonly Visit[]): Rows {
  const once = [...new Map(events.toReversed().map((event) => [event.id, event])).values()];
  const grouped = <T>(keyOf: (event: Visit) => string, fold: (group: Visit[]) => T): Record<string, T> =>
    Object.fromEntries(
      [...Map.groupBy(once, keyOf)].map(([key, group]) => [key, fold(group)] as const).toSorted(byKey),
    );
  const hourAndPage = ({ at, page }: Visit): string =>
    `${new Date(at - (at % HOUR)).toISOString()} ${page ?? 'undefined'}`;
  return {
    page_hours: grouped(hourAndPage, (group) => {
      const seconds = group.reduce((all, one) => all + (one.seconds ?? 0), 0);
      return `${group.length} ${seconds}`;
    }),
    page_hours_distinct: grouped(hourAndPage, (group) => {
      const people = new Set(group.flatMap(({ who }) => who ?? []));
      return `${people.size}`;
    }),
    visit_days: grouped(
      ({ at }) => new Date(at - (at % (24 * HOUR))).toISOString(),
      (group) => `${group.length}`,
    ),
  };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
