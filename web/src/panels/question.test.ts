import { describe, expect, it } from 'vitest';
import type { ParameterInfo, ReportInfo } from '../api/types.ts';
import { HOUR } from '../time-range/instant.ts';
import {
  choicesOf,
  filtersNotIn,
  grainFor,
  isOfCampaign,
  placePanels,
  questionOf,
  reportsAbout,
} from './question.ts';

const parameter = (name: string, rest: Partial<ParameterInfo> = {}): ParameterInfo => ({
  name,
  type: 'text',
  required: false,
  about: '',
  ...rest,
});

function report(
  name: string,
  parameters: readonly ParameterInfo[] = [],
  rest: Partial<ReportInfo> = {},
): ReportInfo {
  return {
    name,
    stream: 's',
    title: name,
    question: '?',
    chart: 'bars',
    period: { kind: 'latest-day' },
    parameters: [
      parameter('from'),
      parameter('to'),
      parameter('bots', { choices: ['exclude', 'include'] }),
      ...parameters,
    ],
    ...rest,
  };
}

const interval = { from: Date.parse('2026-03-05T10:00:00Z'), to: Date.parse('2026-03-05T12:00:00Z') };

function ask(one: ReportInfo, search: Record<string, string>, range: typeof interval | null = interval) {
  const [placed] = placePanels(
    [{ report: one.name, title: '', chart: one.chart, width: 6, set: { by: 'domain' } }],
    [one],
  );
  if (placed === undefined) throw new Error('not placed');
  return questionOf(placed, { search, interval: range ?? undefined, bots: true }).params;
}

describe('what a panel asks for', () => {
  const grain = parameter('width', { choices: ['hour', 'minute', 'day'] });

  it('is the report’s own period when no range is chosen', () => {
    expect(ask(report('r'), {}, null)).toEqual({ by: 'domain' });
  });

  it('is the range, with buckets that suit it', () => {
    expect(ask(report('r', [grain]), {})).toMatchObject({
      from: '2026-03-05T10:00:00Z',
      to: '2026-03-05T12:00:00Z',
      width: 'minute',
    });
  });

  it('is what the reader chose in the panel rather than what the panel sets', () => {
    const one = report('r', [parameter('by', { choices: ['url', 'domain'] }), grain]);
    expect(ask(one, { 'r.by': 'url', 'r.width': 'hour', 'r.sort': '-x', bots: 'include' })).toMatchObject({
      by: 'url',
      width: 'hour',
      bots: 'include',
    });
    expect(ask(one, { 'r.sort': '-x' })).not.toHaveProperty('sort');
  });

  it('is not the range for a report on the last few minutes', () => {
    const now = report('now', [parameter('minutes')], { period: { kind: 'last', minutes: 5 } });
    expect(ask(now, {})).not.toHaveProperty('from');
  });
});

describe('panels of a page', () => {
  it('of one report get ids of their own', () => {
    const panel = { report: 'r', title: '', chart: 'bars', width: 6 } as const;
    expect(
      placePanels([panel, panel, { ...panel, report: 'gone' }], [report('r')]).map(({ id }) => id),
    ).toEqual(['r', 'r~2']);
  });

  it('offer the choices of a report, not the standard ones', () => {
    const by = report('r', [parameter('by', { choices: ['a', 'b'] })]);
    const panel = { report: 'r', title: '', chart: 'bars', width: 6 } as const;
    expect(choicesOf({ id: 'r', report: by, panel }).map(({ name }) => name)).toEqual(['by']);
    // What a panel is made for, and what its map shows, is not chosen anew.
    expect(choicesOf({ id: 'r', report: by, panel: { ...panel, set: { by: 'a' } } })).toEqual([]);
    expect(choicesOf({ id: 'r', report: by, panel: { ...panel, chart: 'world' } })).toEqual([]);
  });

  it('are narrowed by the filters of the view that their report has, and say those that it has not', () => {
    const one = report('r', [parameter('language')]);
    const search = { language: 'de', platform: 'bluesky' };
    expect(ask(one, search)).toMatchObject({ language: 'de' });
    expect(ask(one, search)).not.toHaveProperty('platform');
    expect(ask(one, { ...search, 'r.language': 'fr' })).toMatchObject({ language: 'fr' });
    expect(filtersNotIn(one, search)).toEqual(['platform']);
  });

  it('about one campaign are told from the others', () => {
    expect(isOfCampaign(report('r', [parameter('campaign', { required: true })]))).toBe(true);
    expect(isOfCampaign(report('r', [parameter('campaign')]))).toBe(false);
  });
});

describe('going closer', () => {
  const hours = report('hours', [parameter('product', { required: true, dimension: 'product_id' })]);
  const stores = report('stores', [parameter('country', { required: true })]);

  it('finds the reports that fix the dimension, by its name where the API does not say', () => {
    expect(reportsAbout('s', 'product_id', [hours, stores]).map((one) => one.report.name)).toEqual(['hours']);
    expect(reportsAbout('s', 'country', [hours, stores]).map((one) => one.report.name)).toEqual(['stores']);
    expect(reportsAbout('other', 'country', [hours, stores])).toEqual([]);
  });
});

describe('widths of buckets', () => {
  it.each([
    [HOUR, 'minute'],
    [24 * HOUR, 'hour'],
    [30 * 24 * HOUR, 'day'],
  ])('%d ms are shown by %s', (length, expected) => {
    expect(grainFor(length, ['hour', 'minute', 'day'])).toBe(expected);
  });

  it('leave the default where the report has no such width', () => {
    expect(grainFor(HOUR, ['hour', 'day'])).toBeUndefined();
  });
});
