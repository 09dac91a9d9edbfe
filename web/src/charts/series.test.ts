import { describe, expect, it } from 'vitest';
import type { ReportResult, Row } from '../api/types.ts';
import { HOUR, MINUTE } from '../time-range/instant.ts';
import { bucketAt, MAX_SERIES, reduceSeries, timeChartOf, valueAt } from './series.ts';

const start = Date.parse('2026-03-05T10:00:00Z');
const at = (minutes: number) => new Date(start + minutes * MINUTE).toISOString();

function report(rows: readonly Row[], asOf: string, figures = ['views']): ReportResult {
  const isMember = rows.some((row) => 'channel' in row);
  return {
    report: 'r',
    params: {},
    columns: [
      { name: 'time', type: 'timestamp', unit: null },
      ...(isMember ? [{ name: 'channel', type: 'text', unit: null } as const] : []),
      ...figures.map(
        (name) => ({ name, type: 'integer', unit: name.endsWith('rate') ? '%' : name }) as const,
      ),
    ],
    rows,
    asOf,
  };
}

describe('lines over time', () => {
  it('leaves a gap where buckets are missing', () => {
    const rows = [0, 1, 4, 5].map((minute) => ({ time: at(minute), channel: 'X', views: minute }));
    const chart = timeChartOf(report(rows, at(60)), { now: start + 60 * MINUTE });
    const [line] = chart?.series ?? [];
    expect(line?.points.map(({ value }) => value)).toEqual([0, 1, null, 4, 5]);
  });

  it('does not draw buckets that have not begun, and knows the one that is filling', () => {
    const rows = [0, 60, 120, 180].map((minute) => ({ time: at(minute), views: minute > 60 ? 0 : 7 }));
    const chart = timeChartOf(report(rows, at(75)), { now: start + 75 * MINUTE });
    expect(chart?.series[0]?.points).toHaveLength(2);
    expect(chart?.filling).toBe(start + HOUR);
    expect(chart?.grain).toBe(HOUR);
  });

  it('puts figures of another scale into the table', () => {
    const rows = [{ time: at(0), views: 1, bounce_rate: 40 }];
    const chart = timeChartOf(report(rows, at(60), ['views', 'bounce_rate']), { now: start + 60 * MINUTE });
    expect(chart?.series.map(({ key }) => key)).toEqual(['views']);
    expect(chart?.leftOut.map(({ name }) => name)).toEqual(['bounce_rate']);
  });

  it('finds the bucket of an instant that another chart points at', () => {
    const chart = timeChartOf(
      report(
        [
          { time: at(0), views: 3 },
          { time: at(60), views: 4 },
        ],
        at(300),
      ),
      { now: start + 300 * MINUTE },
    );
    if (chart === undefined) throw new Error('no chart');
    expect(bucketAt(chart, start + 17 * MINUTE)).toBe(start);
    expect(bucketAt(chart, start + 500 * HOUR)).toBeUndefined();
    const [line] = chart.series;
    expect(line && valueAt(line, start)).toBe(3);
  });
});

describe('many members', () => {
  const rows = Array.from({ length: 11 }, (_, index) => ({
    time: at(0),
    channel: `c${index}`,
    views: 100 - index,
  }));

  it('are at most eight lines, the last of which is the sum of the rest and says how many', () => {
    const chart = timeChartOf(report(rows, at(60)), { now: start + 60 * MINUTE });
    expect(chart?.series).toHaveLength(MAX_SERIES);
    expect(chart?.series.at(-1)?.label).toBe('others (4)');
    expect(chart?.series.at(-1)?.points[0]?.value).toBe(93 + 92 + 91 + 90);
    const drawn = chart?.series.reduce((sum, { points }) => sum + (points[0]?.value ?? 0), 0);
    expect(drawn).toBe(rows.reduce((sum, { views }) => sum + views, 0));
  });

  it('are not added up where that would be wrong, but counted', () => {
    const distinct = [{ name: 'views', unit: 'visitors', kind: 'distinct' }] as const;
    const chart = timeChartOf(report(rows, at(60)), { now: start + 60 * MINUTE, infos: distinct });
    expect(chart?.series).toHaveLength(MAX_SERIES);
    expect(chart?.membersLeftOut).toBe(3);
  });

  it('up to eight stay as they are', () => {
    const chart = timeChartOf(report(rows.slice(0, 8), at(60)), { now: start + 60 * MINUTE });
    expect(reduceSeries(chart?.series ?? [], true).series.map(({ label }) => label)).toHaveLength(8);
    expect(chart?.series.some(({ label }) => label.startsWith('others'))).toBe(false);
  });
});
