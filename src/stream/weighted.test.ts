import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';
import { weightedDraw, weightedPick, zipfDraw } from './weighted.ts';

describe('weightedDraw', () => {
  it('draws each position by its weight', () => {
    const weights = fc
      .array(fc.nat(50), { minLength: 1, maxLength: 8 })
      .filter((list) => list.some((w) => w > 0));
    fc.assert(
      fc.property(fc.integer(), weights, (seed, list) => {
        const random = seededRandom(seed);
        const draw = weightedDraw(list);
        const seen = list.map(() => 0);
        const draws = 4000;
        for (let n = 0; n < draws; n++) {
          const position = draw(random);
          seen[position] = (seen[position] ?? 0) + 1;
        }
        const total = list.reduce((sum, weight) => sum + weight, 0);
        for (const [position, weight] of list.entries()) {
          const share = weight / total;
          const bound = 6 * Math.sqrt((share * (1 - share)) / draws);
          expect(Math.abs((seen[position] ?? 0) / draws - share)).toBeLessThanOrEqual(bound);
        }
      }),
      { numRuns: 50, seed: 11 },
    );
  });

  it('never draws a weight of 0', () => {
    const random = seededRandom(1);
    const pick = weightedPick([
      ['never', 0],
      ['always', 1e-9],
      ['nor', 0],
    ]);
    for (let n = 0; n < 1000; n++) expect(pick(random)).toBe('always');
  });

  it('refuses weights that are negative, not finite, or all 0', () => {
    for (const weights of [[], [0, 0], [1, -1], [Number.NaN], [Number.POSITIVE_INFINITY]]) {
      expect(() => weightedDraw(weights)).toThrow(RangeError);
    }
  });
});

describe('zipfDraw', () => {
  it('follows 1 / rank^s', () => {
    const random = seededRandom(5);
    const draw = zipfDraw(1000, 1);
    const seen = new Float64Array(1000);
    const draws = 200_000;
    for (let n = 0; n < draws; n++) {
      const rank = draw(random);
      seen[rank] = (seen[rank] ?? 0) + 1;
    }
    let harmonic = 0;
    for (let rank = 1; rank <= 1000; rank++) harmonic += 1 / rank;
    for (const rank of [1, 2, 3, 10, 50]) {
      const expected = draws / (rank * harmonic);
      expect(Math.abs((seen[rank - 1] ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });
});
