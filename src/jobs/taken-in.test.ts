import { describe, expect, it } from 'vitest';
import { takenIn } from './taken-in.ts';

const never = new Promise<void>(() => undefined);

function setting(options: { drained?: Promise<void>; lags?: number[]; soleReader?: boolean } = {}) {
  const settled: string[] = [];
  const lags = [...(options.lags ?? [])];
  const context = {
    tail: {
      drained: () => options.drained ?? Promise.resolve(),
      lag: () => ({ bytes: 0, seconds: 0, events: (lags.length > 1 ? lags.shift() : lags[0]) ?? 0 }),
    },
    engine: {
      settle: async (stream: string) => {
        settled.push(stream);
      },
    },
    soleReader: options.soleReader ?? true,
    patienceMs: 700,
  };
  return { context, settled };
}

const { signal } = new AbortController();

describe('what was sent to Kafka', () => {
  it('is in the warehouse when everything is, figures that are recomputed included', async () => {
    const { context, settled } = setting();
    expect(await takenIn(context, 'shop', signal)).toBe(true);
    expect(settled).toEqual(['shop']);
  });

  it('is not waited for when nobody takes it in', async () => {
    const { context, settled } = setting({ drained: never, lags: [40] });
    expect(await takenIn(context, 'shop', signal)).toBe(false);
    expect(settled).toEqual([]);
  });

  it('is waited for as long as less and less is missing', async () => {
    const lasting = new Promise<void>((resolve) => setTimeout(resolve, 2500));
    const { context } = setting({ drained: lasting, lags: [50, 40, 30, 20, 10, 5, 4, 3] });
    expect(await takenIn(context, 'shop', signal)).toBe(true);
  });

  it('is not waited for where other engines take it in', async () => {
    const { context } = setting({ drained: never, soleReader: false });
    expect(await takenIn(context, 'shop', signal)).toBe(false);
  });

  it('is not waited for by one who is asked to stop', async () => {
    const { context } = setting({ drained: never, lags: [1] });
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(new Error('stop')), 100);
    const began = performance.now();
    await expect(takenIn({ ...context, patienceMs: 60_000 }, 'shop', stopping.signal)).rejects.toThrow(
      'stop',
    );
    expect(performance.now() - began).toBeLessThan(400);
  });
});
