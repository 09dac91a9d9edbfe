import { describe, expect, it } from 'vitest';
import type { LakeFile } from '../../../warehouse/contract.ts';
import { lotsOf, rowsWithin, runsOf } from './lots.ts';

const HOUR = 3_600_000;

/** A file whose events are spread evenly over whole hours. */
function file(rows: number, from: number, hours: number): LakeFile {
  return {
    stream: 's',
    source: 'f',
    day: '1970-01-01',
    path: `${from}-${rows}.parquet`,
    rows,
    bytes: 1,
    fromOffset: 0n,
    toOffset: 1n,
    minTime: from * HOUR,
    maxTime: (from + hours) * HOUR - 1,
  };
}

describe('rowsWithin', () => {
  it('takes the share of each file that lies in the range', () => {
    const files = [file(100, 0, 10), file(40, 8, 4)];
    expect(rowsWithin(files, 0, 10 * HOUR)).toBe(120);
    expect(rowsWithin(files, 8 * HOUR, 9 * HOUR)).toBe(20);
    expect(rowsWithin(files, 20 * HOUR, 30 * HOUR)).toBe(0);
  });
});

describe('lotsOf', () => {
  const starts = [3, 0, 2, 1].map((hour) => hour * HOUR);

  it('puts windows together as long as their events fit', () => {
    const lots = lotsOf([file(400, 0, 4)], { starts, grain: 'hour' }, 250);
    expect(lots).toEqual([
      { starts: [0, HOUR], parts: 1 },
      { starts: [2 * HOUR, 3 * HOUR], parts: 1 },
    ]);
  });

  it('takes a window that is too large by itself, in parts', () => {
    const lots = lotsOf([file(30, 0, 3), file(1000, 3, 1)], { starts, grain: 'hour' }, 300);
    expect(lots).toEqual([
      { starts: [0, HOUR, 2 * HOUR], parts: 1 },
      { starts: [3 * HOUR], parts: 4 },
    ]);
  });
});

describe('runsOf', () => {
  it('joins neighbours', () => {
    expect(runsOf([2 * HOUR, 0, HOUR, 5 * HOUR], HOUR)).toEqual([
      [0, 3 * HOUR],
      [5 * HOUR, 6 * HOUR],
    ]);
  });
});
