import { afterEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../event/clock.ts';
import type { Log } from '../log/contract.ts';
import type { Tail } from './tail.ts';
import { type TopicTailOptions, tailTopics } from './topic-tail.ts';

const NAME = { stream: 'shop', source: 'kafka-0' };

/** A log of one partition, a warehouse, and how far both are. */
function makeTail(options: Partial<TopicTailOptions> = {}) {
  const at = { end: 0n, committed: 0n };
  const truncated: bigint[] = [];
  const errors: unknown[] = [];
  const clock = fixedClock(1_000_000);
  const log: Log = {
    unit: 'events',
    append: () => Promise.reject(new Error('nothing is appended here')),
    end: () => at.end,
    sources: () => (at.end === 0n ? [] : [NAME]),
    read: () => Promise.resolve(null),
    onAppend: () => () => undefined,
    truncateBefore: async (_stream, _source, offset) => {
      truncated.push(offset);
    },
    forgetCommitted: () => Promise.resolve(),
    usage: () => ({ bytes: 0, limitBytes: 0 }),
    close: () => Promise.resolve(),
  };
  const tail = tailTopics({
    log,
    warehouse: { offsets: async () => [{ ...NAME, offset: at.committed }] },
    clock,
    streams: new Set(['shop']),
    bring: null,
    eager: false,
    soleReader: true,
    onError: (error) => errors.push(error),
    ...options,
  });
  return { tail, at, truncated, errors, clock };
}

const open: Tail[] = [];
afterEach(async () => {
  for (const tail of open.splice(0)) await tail.close();
});

describe('a tail of topics', () => {
  it('says how many events wait, and for how long', async () => {
    const { tail, at, clock } = makeTail();
    open.push(tail);
    expect(tail.lag('shop')).toEqual({ bytes: 0, events: 0, seconds: 0 });
    at.end = 10n;
    at.committed = 4n;
    await expect.poll(() => tail.lag('shop').events, { timeout: 5000 }).toBe(6);
    clock.set(1_007_000);
    expect(tail.lag('shop')).toEqual({ bytes: 0, events: 6, seconds: 7 });
    expect(tail.lag('other')).toEqual({ bytes: 0, events: 0, seconds: 0 });
    at.committed = 10n;
    await expect.poll(() => tail.lag('shop').events, { timeout: 5000 }).toBe(0);
  });

  it('waits for whoever brings the topics in, and tells the log what is done', async () => {
    const { tail, at, truncated } = makeTail();
    open.push(tail);
    at.end = 10n;
    let done = false;
    const waiting = tail.drained().then(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(done).toBe(false);
    at.committed = 10n;
    await waiting;
    expect(truncated.at(-1)).toBe(10n);
  });

  it('begins to bring them in when it is waited for, once', async () => {
    let begun = 0;
    let ended = 0;
    const bring = async () => {
      begun += 1;
      return {
        close: async () => {
          ended += 1;
        },
      };
    };
    const { tail } = makeTail({ bring });
    expect(begun).toBe(0);
    await Promise.all([tail.drained(), tail.drained()]);
    await tail.close();
    expect([begun, ended]).toEqual([1, 1]);
  });

  it('waits for nobody, and lets nothing be forgotten, where other engines read the topics', async () => {
    const { tail, at, truncated } = makeTail({ soleReader: false });
    open.push(tail);
    at.end = 10n;
    at.committed = 5n;
    await tail.drained();
    await expect.poll(() => tail.lag('shop').events, { timeout: 5000 }).toBe(5);
    expect(truncated).toEqual([]);
  });
});
