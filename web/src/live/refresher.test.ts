import { describe, expect, it } from 'vitest';
import { createRefresher } from './refresher.ts';

/** A clock that moves when something waits or works. */
function world(workMs: number) {
  let now = 0;
  let visible = true;
  const rounds: { at: number; streams: readonly string[] }[] = [];
  const waiting: { until: number; go: () => void }[] = [];
  const pause = (ms: number) => new Promise<void>((go) => waiting.push({ until: now + Math.max(0, ms), go }));
  const refresher = createRefresher({
    now: () => now,
    visible: () => visible,
    wait: pause,
    refresh: (streams) => {
      rounds.push({ at: now, streams });
      return pause(workMs);
    },
  });
  async function pass(ms: number): Promise<void> {
    const end = now + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = waiting.toSorted((a, b) => a.until - b.until)[0];
      if (next === undefined || next.until > end) break;
      now = next.until;
      waiting.splice(waiting.indexOf(next), 1);
      next.go();
    }
    now = end;
  }
  return { refresher, rounds, pass, show: (now: boolean) => (visible = now) };
}

describe('following commits', () => {
  it('follows the first at once, and gathers those that come after', async () => {
    const { refresher, rounds, pass } = world(20);
    refresher.changed(['web']);
    await pass(10);
    refresher.changed(['web']);
    refresher.changed(['channels']);
    await pass(1_000);
    expect(rounds.map(({ streams }) => [...streams])).toEqual([['web'], ['web', 'channels']]);
    expect(rounds[1]?.at).toBeGreaterThanOrEqual(450);
    expect(rounds[1]?.at).toBeLessThan(700);
  });

  it('refreshes about twice a second under a stream of commits, and rests longer when answers are slow', async () => {
    const fast = world(30);
    const slow = world(1_000);
    for (let i = 0; i < 100; i++) {
      fast.refresher.changed(['web']);
      slow.refresher.changed(['web']);
      await fast.pass(100);
      await slow.pass(100);
    }
    expect(fast.rounds.length).toBeGreaterThan(15);
    expect(fast.rounds.length).toBeLessThanOrEqual(23);
    expect(slow.rounds.length).toBeLessThanOrEqual(5);
  });

  it('waits until the page is seen, and loses nothing', async () => {
    const { refresher, rounds, pass, show } = world(10);
    show(false);
    refresher.changed(['web']);
    await pass(5_000);
    expect(rounds).toEqual([]);
    show(true);
    refresher.resume();
    await pass(1);
    expect(rounds).toHaveLength(1);
  });
});
