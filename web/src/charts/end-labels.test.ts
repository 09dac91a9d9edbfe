import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from './end-labels.ts';

const room = { top: 10, bottom: 200, height: 18 };

describe('labels beside lines', () => {
  it('stand where their lines end when there is room', () => {
    const placed = placeLabels(
      [
        { key: 'b', y: 120 },
        { key: 'a', y: 40 },
      ],
      room,
    );
    expect(placed.map(({ key, y }) => [key, y])).toEqual([
      ['a', 40],
      ['b', 120],
    ]);
  });

  it('never cover each other, keep their order, and stay within the plot', () => {
    const ends = fc.array(fc.integer({ min: 0, max: 260 }), { maxLength: 8 });
    fc.assert(
      fc.property(ends, (ys) => {
        const placed = placeLabels(
          ys.map((y, index) => ({ key: String(index), y })),
          room,
        );
        placed.forEach((label, index) => {
          const before = placed[index - 1];
          expect(label.y).toBeLessThanOrEqual(room.bottom);
          if (before !== undefined) {
            expect(label.y - before.y).toBeGreaterThanOrEqual(room.height);
            expect(label.wanted).toBeGreaterThanOrEqual(before.wanted);
          }
        });
      }),
    );
  });
});
