import { describe, expect, it } from 'vitest';
import { afterCommit, afterPulse, freshnessOf, START } from './live-state.ts';

const commit = (version: number) => ({
  now: '2026-03-05T10:00:00.300Z',
  streams: { web: { version, committedAt: '2026-03-05T10:00:00.100Z', latestEvent: null } },
});
const pulse = (lagSeconds: number, why: string | null) => ({
  now: '2026-03-05T10:00:05Z',
  streams: { web: { lagSeconds, why }, channels: { lagSeconds: 0.1, why: null } },
});

describe('what is heard of the streams', () => {
  it('names a stream as changed once for each version', () => {
    const first = afterCommit(START, commit(1), 1_000);
    expect(first.changed).toEqual(['web']);
    expect(afterCommit(first.state, commit(1), 2_000).changed).toEqual([]);
    expect(afterCommit(first.state, commit(2), 2_000).changed).toEqual(['web']);
  });

  it('tells how old the newest figure is', () => {
    const { state } = afterCommit(START, commit(1), 1_000);
    expect(freshnessOf(state, ['web'], 1_500)).toEqual({ kind: 'live', seconds: 0.2 });
  });

  it('is late above 10 s, with the reason, for the streams on the page', () => {
    const state = afterPulse(START, pulse(12, 'the warehouse is away'), 1_000);
    expect(freshnessOf(state, ['web'], 1_000)).toEqual({
      kind: 'late',
      seconds: 12,
      why: 'the warehouse is away',
    });
    expect(freshnessOf(state, [], 1_000).kind).toBe('late');
    expect(freshnessOf(state, ['channels'], 1_000).kind).toBe('live');
  });

  it('takes a long silence for a lost connection', () => {
    const state = afterPulse(START, pulse(0.1, null), 1_000);
    expect(freshnessOf(state, [], 20_000)).toEqual({ kind: 'away', seconds: 19 });
    expect(freshnessOf({ ...state, connection: 'away' }, [], 3_000).kind).toBe('away');
  });
});
