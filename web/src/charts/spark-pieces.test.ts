import { describe, expect, it } from 'vitest';
import { sparkPieces } from './spark-pieces.ts';

describe('a sparkline', () => {
  it('is broken at a gap, and leaves out what is no line', () => {
    const frame = { from: 0, to: 4, top: 10, width: 40, height: 14 };
    const points = [0, 10, null, 5, 0].map((value, at) => ({ at, value }));
    expect(sparkPieces(points, frame)).toEqual(['0.0,12.0 10.0,2.0', '30.0,7.0 40.0,12.0']);
    expect(sparkPieces([{ at: 0, value: 3 }], frame)).toEqual([]);
  });
});
