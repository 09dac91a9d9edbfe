import { describe, expect, it, vi } from 'vitest';
import { type Following, followPartition } from './follow-partition.ts';

describe('following a partition', () => {
  it('begins again after a moment when it fails, and tells why', async () => {
    vi.useFakeTimers();
    try {
      const failures: unknown[] = [];
      let begun = 0;
      const work = followPartition({
        async follow({ pause, stopped }) {
          begun += 1;
          if (begun < 3) throw new Error(`${begun}`);
          while (!stopped()) await pause(1000);
        },
        onFailed: (error) => failures.push(error),
      });
      await vi.advanceTimersByTimeAsync(0);
      expect(begun).toBe(1);
      await vi.advanceTimersByTimeAsync(2000);
      expect([begun, failures]).toEqual([3, [new Error('1'), new Error('2')]]);
      await work.stop();
    } finally {
      vi.useRealTimers();
    }
  });

  it('is stopped in the midst of a pause, and not before what is under way has ended', async () => {
    let ended = false;
    const begun = Promise.withResolvers<Following>();
    const last = Promise.withResolvers<void>();
    const work = followPartition({
      async follow(following) {
        begun.resolve(following);
        await following.pause(1_000_000);
        await last.promise;
        ended = true;
      },
      onFailed: () => undefined,
    });
    await begun.promise;
    const stopping = work.stop().then(() => ended);
    last.resolve();
    expect(await stopping).toBe(true);
  });

  it('says nothing of what fails because it is stopped', async () => {
    const onFailed = vi.fn();
    const work = followPartition({
      async follow({ pause, stopped }) {
        while (!stopped()) await pause(10);
        throw new Error('closed');
      },
      onFailed,
    });
    await work.stop();
    expect(onFailed).not.toHaveBeenCalled();
  });
});
