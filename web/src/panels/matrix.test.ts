import { describe, expect, it } from 'vitest';
import { matrixOf } from './matrix.ts';
import { stepsOf } from './steps.ts';

const asOf = '2026-03-05T12:00:00Z';

describe('hours against members', () => {
  const columns = [
    { name: 'hour', type: 'integer', unit: 'hour' },
    { name: 'browser', type: 'text', unit: null },
    { name: 'os', type: 'text', unit: null },
    { name: 'views', type: 'integer', unit: 'views' },
  ] as const;

  it('adds up the further dimensions and keeps empty hours empty', () => {
    const rows = [
      { hour: 9, browser: 'Firefox', os: 'Linux', views: 2 },
      { hour: 9, browser: 'Firefox', os: 'Windows', views: 3 },
      { hour: 23, browser: 'Chrome', os: 'Linux', views: 1 },
    ];
    const matrix = matrixOf({ report: 'r', params: {}, columns, rows, asOf });
    expect(matrix?.rows.map(({ label, total }) => [label, total])).toEqual([
      ['Firefox', 5],
      ['Chrome', 1],
    ]);
    expect(matrix?.rows[0]?.cells[9]).toBe(5);
    expect(matrix?.rows[0]?.cells[10]).toBeNull();
    expect(matrix?.top).toBe(5);
  });

  it('has ten rows at most and loses no view', () => {
    const rows = Array.from({ length: 15 }, (_, i) => ({ hour: i, browser: `b${i}`, os: 'x', views: i + 1 }));
    const matrix = matrixOf({ report: 'r', params: {}, columns, rows, asOf });
    expect(matrix?.rows).toHaveLength(10);
    expect(matrix?.rows.at(-1)?.label).toBe('others (6)');
    expect(matrix?.rows.reduce((sum, { total }) => sum + total, 0)).toBe((15 * 16) / 2);
  });
});

describe('a funnel', () => {
  it('gives shares of the first step and of the step before, none where that is 0', () => {
    const columns = [
      { name: 'step', type: 'text', unit: null },
      { name: 'sessions', type: 'integer', unit: 'sessions' },
    ] as const;
    const rows = [
      { step: 'view', sessions: 200 },
      { step: 'cart', sessions: 50 },
      { step: 'checkout', sessions: 0 },
      { step: 'success', sessions: 0 },
    ];
    const { steps, unit } = stepsOf({ report: 'r', params: {}, columns, rows, asOf });
    expect(unit).toBe('sessions');
    expect(steps.map(({ ofFirst, ofPrevious }) => [ofFirst, ofPrevious])).toEqual([
      [100, null],
      [25, 25],
      [0, 0],
      [0, null],
    ]);
  });
});
