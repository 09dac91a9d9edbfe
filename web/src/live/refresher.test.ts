import { describe, expect, it } from 'vitest';
import { createRefresher } from './refresher.ts';

/** A clock that moves when something waits or works. */
function world(workMs: number | ((question: string) => number)) {
  let now = 0;
  let visible = true;
  const rounds: { at: number; question: string }[] = [];
  const waiting: { until: number; go: () => void }[] = [];
  const pause = (ms: number) => new Promise<void>((go) => waiting.push({ until: now + Math.max(0, ms), go }));
  const refresher = createRefresher({
    now: () => now,
    visible: () => visible,
    wait: pause,
    spacing: () => 300,
    refresh: (question) => {
      rounds.push({ at: now, question });
      return pause(typeof workMs === 'number' ? workMs : workMs(question));
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
    refresher.changed(['views']);
    await pass(10);
    refresher.changed(['views']);
    refresher.changed(['views', 'sales']);
    await pass(1_000);
    expect(rounds).toEqual([
      { at: 0, question: 'views' },
      { at: 10, question: 'sales' },
      { at: 300, question: 'views' },
    ]);
  });

  it('asks three times a second under a stream of commits, and rests longer when answers are slow', async () => {
    const { refresher, rounds, pass } = world((question) => (question === 'slow' ? 1_000 : 30));
    for (let i = 0; i < 100; i++) {
      refresher.changed(['slow', 'fast']);
      await pass(100);
    }
    const asked = (name: string): number => rounds.filter(({ question }) => question === name).length;
    expect(asked('fast')).toBeGreaterThan(25);
    expect(asked('fast')).toBeLessThanOrEqual(34);
    expect(asked('slow')).toBeLessThanOrEqual(5);
  });

  it('waits until the page is seen, and loses nothing', async () => {
    const { refresher, rounds, pass, show } = world(10);
    show(false);
    refresher.changed(['views']);
    await pass(5_000);
    expect(rounds).toEqual([]);
    show(true);
    refresher.resume();
    await pass(1);
    expect(rounds).toHaveLength(1);
  });
});
