import { describe, expect, it } from 'vitest';
import type { Campaign } from '../api/campaigns.ts';
import type { ReportResult } from '../api/types.ts';
import { mergeAnswers } from './merge.ts';

const a = { id: 'a', name: 'A' } as Campaign;
const b = { id: 'b', name: 'B' } as Campaign;

function answer(from: string, to: string, posts: number): ReportResult {
  return {
    report: 'campaign-days',
    params: { from, to },
    columns: [{ name: 'posts', type: 'integer', unit: 'posts' }],
    rows: [{ posts }],
    asOf: to,
  };
}

describe('answers about several campaigns', () => {
  it('become one table over the whole time of all', () => {
    const merged = mergeAnswers([
      { campaign: a, result: answer('2026-03-02T00:00:00Z', '2026-03-05T00:00:00Z', 1) },
      { campaign: b, result: answer('2026-03-01T00:00:00Z', '2026-03-04T00:00:00Z', 2) },
    ]);
    expect(merged?.rows).toEqual([
      { campaign: 'a', posts: 1 },
      { campaign: 'b', posts: 2 },
    ]);
    expect(merged?.params).toEqual({ from: '2026-03-01T00:00:00Z', to: '2026-03-05T00:00:00Z' });
    expect(merged?.columns[0]?.name).toBe('campaign');
  });

  it('wait for each other', () => {
    const one = { campaign: a, result: answer('2026-03-02T00:00:00Z', '2026-03-05T00:00:00Z', 1) };
    expect(mergeAnswers([one, { campaign: b, result: undefined }])).toBeUndefined();
    expect(mergeAnswers([])).toBeUndefined();
  });
});
