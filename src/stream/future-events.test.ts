import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FutureEvents } from './future-events.ts';

type Call = { do: 'schedule' | 'postpone'; at: number } | { do: 'pop' };

const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('schedule' as const), at: fc.nat(100) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('postpone' as const), at: fc.nat(100) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pop' as const) }) },
);

describe('FutureEvents', () => {
  it('behaves as a sorted list', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 400 }), (calls) => {
        const heap = new FutureEvents<{ at: number }>();
        const list: { at: number }[] = [];
        const earliest = (): number => Math.min(...list.map(({ at }) => at));
        for (const made of calls) {
          if (made.do === 'schedule') {
            const item = { at: made.at };
            heap.schedule(made.at, item);
            list.push(item);
          } else if (made.do === 'pop') {
            const item = heap.pop();
            if (item === undefined) expect(list).toEqual([]);
            else {
              expect(item.at).toBe(earliest());
              list.splice(list.indexOf(item), 1);
            }
          } else {
            const item = heap.peek();
            heap.postpone(made.at);
            if (item !== undefined) item.at = made.at;
          }
          expect(heap.size).toBe(list.length);
          expect(heap.nextAt).toBe(earliest());
        }
      }),
    );
  });
});
