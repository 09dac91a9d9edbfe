import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { talk } from '../../test/golden/types/talk.ts';
import { fixedClock } from '../event/clock.ts';
import type { Stream } from '../stream/define.ts';
import { PART_SEPARATOR } from '../stream/elements.ts';
import { seededRandom } from '../stream/random.ts';
import type { ReportOf } from '../stream/report.ts';
import { GRAIN_MS, type Grain } from '../stream/rollup.ts';
import { catalogue } from '../streams/catalogue.ts';
import { rollupsOf } from './rollups.ts';
import { createReportRunner } from './run.ts';
import { columnType } from './standard.ts';
import {
  clearStream,
  createStreamTables,
  createSystemTables,
  insertRows,
  startDatabase,
  type TestDatabase,
} from './testing/database.ts';
import { fillTables, holds, lakeOf, type TestEvent } from './testing/fold.ts';
import { expectedRows } from './testing/oracle.ts';

const NEWEST = Date.UTC(2026, 2, 1);
const NOW = NEWEST + 9 * GRAIN_MS.hour + 31_234;

/** Those of the catalogue, and one with lists. */
const streams: readonly Stream[] = [...catalogue, talk];

const MEMBERS: Readonly<Record<string, readonly (string | null)[]>> = {
  collection: ['view_product_detail', 'add_to_cart_action', 'checkout', 'checkout_success', 'search'],
  device_id: [null, 'd1', 'd2', 'd3', 'd4', 'd5'],
};

/** What rollups read, drawn at random: few members, so that rows have several events. */
function drawn(stream: Stream, count: number, seed: number, from: number, time: string): TestEvent[] {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random.uniform() * values.length)] ?? null;
  const rollups = rollupsOf(stream).map(({ rollup }) => rollup);
  const dimensions = new Set(rollups.flatMap((rollup) => rollup.by));
  const columns = rollups.flatMap((rollup) =>
    Object.values(rollup.measures).flatMap((measure) => ('column' in measure ? [measure.column] : [])),
  );
  const steps = Object.keys(stream.sessions?.steps ?? {}).map((step) => `reached_${step}`);
  const flags = ['bounced', 'converted', 'was_share', ...steps];
  return Array.from({ length: count }, (_, index) => {
    const event: Record<string, TestEvent[string]> = { id: `e${index}` };
    for (const name of columns)
      event[name] = random.uniform() < 0.1 ? null : Math.floor(random.uniform() * 1000);
    for (const name of ['visitors', 'conversions', 'page_visitors']) event[name] ??= pick([null, 0, 500]);
    for (const name of flags) event[name] = random.uniform() < 0.5;
    for (const name of dimensions) {
      const members = MEMBERS[name] ?? [null, `${name}-a`, `${name}-Z`, `${name}-ä`, 'DE'];
      event[name] = columnType(stream, name) === 'boolean' ? random.uniform() < 0.3 : pick(members);
    }
    for (const list of listsIn(stream)) {
      const texts = Array.from({ length: Math.floor(random.uniform() * 4) }, () => pick(list.texts) ?? '');
      event[list.name] = [...new Set(texts)];
    }
    event['collection'] = pick(MEMBERS['collection'] ?? []);
    event['device_id'] = pick(MEMBERS['device_id'] ?? []);
    // Some fall into the last minutes, for the reports over these.
    const isRecent = random.uniform() < 0.2;
    event[time] = isRecent
      ? NOW - Math.floor(random.uniform() * 10 * GRAIN_MS.minute)
      : from + Math.floor(random.uniform() * 3.4 * GRAIN_MS.day);
    return event;
  });
}

/** The lists that have elements, with texts that may be in them. */
function listsIn({ elements, reports }: Stream): { name: string; texts: readonly string[] }[] {
  const names = new Set(Object.values(elements).map(({ list }) => list));
  return [...names].map((name) => {
    const hasParts = Object.values(elements).some(({ list, part }) => list === name && part !== undefined);
    const fixed = Object.values(reports).flatMap(({ where }) =>
      Object.entries(where ?? {}).flatMap(([one, value]) =>
        elements[one]?.list === name ? [String(value)] : [],
      ),
    );
    const texts = [...new Set(['a', 'B', 'ä', 'undefined', 'DE', ...fixed])];
    return {
      name,
      texts: hasParts
        ? texts.flatMap((first) => [first, `${first}${PART_SEPARATOR}x`, `${first}${PART_SEPARATOR}Y`])
        : texts,
    };
  });
}

/** Whether a report counts what campaigns found, which has tests of its own. */
function isOfMentions(stream: Stream, { from }: ReportOf): boolean {
  return rollupsOf(stream).some(({ name, of }) => name === from && of === 'mentions');
}

let database: TestDatabase;

beforeAll(async () => {
  database = await startDatabase();
  await createSystemTables(database);
}, 60_000);

afterAll(() => database.close());

interface Case {
  readonly given: Readonly<Record<string, string>>;
  readonly by?: string;
  readonly grain?: Grain;
  readonly minutes?: number;
  readonly order?: string;
}

/** A report without parameters, with each choice of each of its own, and with what it must have. */
function cases(report: ReportOf): Case[] {
  const own = Object.entries(report.parameters ?? {});
  const needed = Object.fromEntries(
    own.flatMap(([name, parameter]) =>
      parameter.kind === 'equals' && parameter.required ? [[name, member(parameter.dimension)]] : [],
    ),
  );
  const first = (kind: 'by' | 'grain') =>
    own.map(([, parameter]) => parameter).find((parameter) => parameter.kind === kind);
  const [by, grain] = [first('by'), first('grain')];
  const plain: Case = {
    given: needed,
    ...(by?.kind === 'by' ? { by: Object.values(by.choices)[0] ?? '' } : {}),
    ...(grain?.kind === 'grain' && grain.choices[0] !== undefined ? { grain: grain.choices[0] } : {}),
  };
  const chosen = own.flatMap(([name, parameter]): Case[] => {
    const choice = (value: string, more: Partial<Case>) => ({
      ...plain,
      ...more,
      given: { ...needed, [name]: value },
    });
    if (parameter.kind === 'by')
      return Object.entries(parameter.choices).map(([value, one]) => choice(value, { by: one }));
    if (parameter.kind === 'grain') return parameter.choices.map((value) => choice(value, { grain: value }));
    if (parameter.kind === 'order')
      return Object.entries(parameter.choices).map(([value, figure]) => choice(value, { order: figure }));
    if (parameter.kind === 'minutes') return [choice('90', { minutes: 90 })];
    if (parameter.kind === 'equals' && !parameter.required) return [choice(member(parameter.dimension), {})];
    return [];
  });
  return [plain, ...chosen];
}

function member(dimension: string): string {
  const isOfList = streams.some(({ elements }) => elements[dimension] !== undefined);
  return isOfList || dimension === 'country' ? 'DE' : `${dimension}-a`;
}

function equals(report: ReportOf, given: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(report.parameters ?? {}).flatMap(([name, parameter]) =>
      parameter.kind === 'equals' && given[name] !== undefined ? [[parameter.dimension, given[name]]] : [],
    ),
  );
}

describe.each(streams.map((stream) => [stream.name, stream] as const))('the reports of %s', (_, stream) => {
  const oldest = NEWEST - 3 * GRAIN_MS.day;
  const events = drawn(stream, 400, 7, oldest, stream.eventTime);
  const sessions = drawn(stream, 120, 8, oldest, 'started_at');
  const lake = lakeOf(events);
  const runner = createReportRunner({
    catalogue: streams,
    query: (sql, values) => database.query(sql, values),
    lakeQuery: lake,
    lakeEvents: lake,
    clock: fixedClock(NOW),
  });
  const reports = Object.entries(stream.reports).filter(([, report]) => !isOfMentions(stream, report));

  beforeAll(async () => {
    await createStreamTables(database, stream);
    await fillTables(database, stream, events, sessions);
  });

  /** The default range, from the events that the report is about. */
  function defaultRange(report: ReportOf, { minutes, grain }: Case): { from: number; to: number } {
    const source = rollupsOf(stream).find(({ name }) => name === report.from);
    if (source === undefined) throw new Error(`no rollup ${report.from}`);
    const time = source.of === 'sessions' ? 'started_at' : stream.eventTime;
    const items = (source.of === 'sessions' ? sessions : events).filter((one) =>
      holds(source.rollup.where, one),
    );
    const times = items.map((one) => Number(one[time]));
    const down = (at: number, width: number) => at - (at % width);
    if (report.period.kind === 'latest-day') {
      const from = down(Math.max(...times), GRAIN_MS.day);
      return { from, to: from + GRAIN_MS.day };
    }
    if (report.period.kind === 'all') {
      const width = GRAIN_MS[source.rollup.grain];
      return { from: down(Math.min(...times), width), to: down(Math.max(...times), width) + width };
    }
    const to = down(NOW, GRAIN_MS.minute) + GRAIN_MS.minute;
    const width = GRAIN_MS[report.time === '$grain' ? (grain ?? 'minute') : source.rollup.grain];
    const from = to - (minutes ?? report.period.minutes) * GRAIN_MS.minute;
    return { from: down(from, width), to: down(to + width - 1, width) };
  }

  const all = reports.flatMap(([name, report]) =>
    cases(report).map((one) => [`${name} ${JSON.stringify(one.given)}`, name, report, one] as const),
  );

  it.each(all)('%s', async (_words, name, report, one) => {
    const iso = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');
    const yesterday = { from: NEWEST - GRAIN_MS.day, to: NEWEST };
    const day = iso(yesterday.from).slice(0, 10);
    const isRelative = one.minutes !== undefined;
    const asked = [
      { more: {}, range: defaultRange(report, one) },
      ...(isRelative
        ? []
        : [
            { more: { day }, range: yesterday },
            { more: { from: day, to: day }, range: yesterday },
            {
              more: { from: iso(NEWEST - 2 * GRAIN_MS.day), to: day },
              range: { ...yesterday, from: NEWEST - 2 * GRAIN_MS.day },
            },
          ]),
    ];
    const bots = stream.bots === undefined ? [undefined] : (['exclude', 'include', 'only'] as const);
    for (const [index, { more, range }] of asked.entries()) {
      // Every choice of bots over the default range, one over the others.
      for (const choice of index === 0 ? bots : bots.slice(0, 1)) {
        const given = { ...one.given, ...more, ...(choice === undefined ? {} : { bots: choice }) };
        const answer = await runner.run(name, given);
        const params = { from: iso(range.from), to: iso(range.to) };
        expect(answer.params, JSON.stringify(given)).toMatchObject(params);
        const expected = expectedRows({
          stream,
          report: one.order === undefined ? report : { ...report, order: one.order },
          events,
          sessions,
          ...range,
          ...(choice === undefined ? {} : { bots: choice }),
          ...(one.by === undefined ? {} : { by: one.by }),
          ...(one.grain === undefined ? {} : { grain: one.grain }),
          equals: equals(report, one.given),
        });
        expect(answer.rows, JSON.stringify(given)).toEqual(expected);
        for (const row of answer.rows)
          expect(Object.keys(row)).toEqual(answer.columns.map((column) => column.name));
      }
    }
  });

  it('have rows to show, and words for each number', async () => {
    for (const [name, report] of reports) {
      const [plain] = cases(report);
      const explained = await runner.explain(name, plain?.given ?? {});
      expect((await runner.run(name, plain?.given ?? {})).rows.length, name).toBeGreaterThan(0);
      expect(explained.figures.map((figure) => figure.name)).toEqual(
        expect.arrayContaining([...Object.keys(report.figures), ...Object.keys(report.join?.figures ?? {})]),
      );
      for (const figure of explained.figures)
        expect(figure.how.length, `${name} ${figure.name}`).toBeGreaterThan(20);
      expect((await runner.events(name, { ...plain?.given, limit: 3 })).events.length, name).toBeGreaterThan(
        0,
      );
    }
  });
});

describe('channel-rates', () => {
  it('gives the rates of the readings that are known, rounded to 2 decimals', async () => {
    const stream = catalogue.find(({ name }) => name === 'channel-metrics');
    if (stream === undefined) throw new Error('channel-metrics is not in the catalogue');
    const readings = [
      {
        channel: 'Instagram',
        visitors: 607,
        page_visitors: 125,
        conversions: 434,
        conversion: 71.5,
        bounce: 20.59,
      },
      {
        channel: 'Facebook',
        visitors: 704,
        page_visitors: 242,
        conversions: 139,
        conversion: 19.74,
        bounce: 34.38,
      },
      {
        channel: 'TikTok',
        visitors: 870,
        page_visitors: 202,
        conversions: 212,
        conversion: 24.37,
        bounce: 23.22,
      },
      {
        channel: 'Telegram',
        visitors: 686,
        page_visitors: 206,
        conversions: 274,
        conversion: 39.94,
        bounce: 30.03,
      },
      { channel: 'X', visitors: 810, page_visitors: 182, conversions: 387, conversion: 47.78, bounce: 22.47 },
    ];
    const millionths = (of: number, per: number) => Math.round((of * 1e8) / per);
    await clearStream(database, stream);
    await insertRows(
      database,
      { stream, name: 'channel_days' },
      readings.map(({ channel, visitors, page_visitors, conversions }) => ({
        window_start: '2026-01-01T00:00:00Z',
        ...{ channel, visitors, page_visitors, conversions },
        ...{ readings: 1, usage_count: 0, sales: 0, shares: 0, conversion_rows: 1, bounce_rows: 1 },
        conversion_rate_millionths: millionths(conversions, visitors),
        bounce_rate_millionths: millionths(page_visitors, visitors),
        conversion_visitors: visitors,
        bounce_visitors: visitors,
      })),
    );
    const lake = lakeOf([]);
    const runner = createReportRunner({
      catalogue,
      query: (sql, values) => database.query(sql, values),
      lakeQuery: lake,
      lakeEvents: lake,
      clock: fixedClock(NOW),
    });
    const rows = readings
      .toSorted((a, b) => (a.channel < b.channel ? -1 : 1))
      .map(({ channel, conversion, bounce }) => ({
        channel,
        conversion_mean: conversion,
        conversion_ratio: conversion,
        bounce_mean: bounce,
        bounce_ratio: bounce,
      }));
    expect((await runner.run('channel-rates', {})).rows).toEqual(rows);
  });
});
