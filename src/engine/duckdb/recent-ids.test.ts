import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentIds } from './recent-ids.ts';

const HASH = 2 ** 32 - 1;

/** Numbers that meet in slots and shards, at the ends of what 32 bits hold, and anything between. */
const word = fc.oneof(fc.constantFrom(0, 1, 2, HASH - 1, HASH), fc.integer({ min: 0, max: HASH }));
const id = fc.tuple(word, word, word);

/** What tells ids apart: all of `a` and `b`, the highest 16 and the lowest 6 bits of `c`. */
const identity = ([a, b, c]: readonly [number, number, number]): string => `${a} ${b} ${c >>> 16} ${c & 63}`;

describe('recent ids', () => {
  it('are a set that forgets by generation', () => {
    const step = fc.record({ id, generation: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 6 }), (steps, from) => {
        const ids = new RecentIds(1);
        const model = new Map<string, number>();
        for (const { id: one, generation } of steps) {
          expect(ids.add(...one, generation)).toBe(!model.has(identity(one)));
          if (!model.has(identity(one))) model.set(identity(one), generation);
        }
        expect(ids.size).toBe(model.size);
        ids.forgetBefore(from);
        for (const { id: one } of steps) {
          expect(ids.has(...one)).toBe((model.get(identity(one)) ?? 0) >= from);
        }
        ids.mergeGenerations();
        ids.forgetBefore(2);
        expect(ids.size).toBe(0);
      }),
    );
  });

  it('are all there after they have grown many times', () => {
    const ids = new RecentIds(1);
    const random = (seed: number, index: number): number => Math.imul(index * 2 + 1, seed) >>> 0;
    const of = (index: number) =>
      [random(0x9e3779b1, index), random(0x85ebca6b, index), random(0xc2b2ae35, index)] as const;
    for (let index = 0; index < 100_000; index += 1) ids.add(...of(index), 1);
    expect(ids.size).toBe(100_000);
    for (let index = 0; index < 100_000; index += 1) expect(ids.has(...of(index))).toBe(true);
    expect(ids.has(...of(100_001))).toBe(false);
  });
});
