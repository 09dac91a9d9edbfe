import { describe, expect, it } from 'vitest';
import type { Audit } from '../api/types.ts';
import { arrivalRates } from './arrival-rates.ts';

function audit(asOf: string, received: number): Audit {
  const stream = {
    stream: 'web',
    received,
    stored: received,
    duplicate: 0,
    rejected: { total: 0, byReason: {} },
    lake: { rows: received, files: 1, bytes: 1 },
    balanced: true,
    badFields: {},
    lag: { events: 0, bytes: 0, seconds: 0 },
    deadLetters: 0,
    sources: [],
  };
  return { balanced: true, streams: [stream], log: { bytes: 0, limitBytes: 1 }, asOf };
}

describe('arrival rates', () => {
  it('are what came between two looks', () => {
    const rates = arrivalRates([audit('2026-03-05T10:00:00Z', 100), audit('2026-03-05T10:00:10Z', 350)]);
    expect(rates.get('web')).toBe(25);
  });

  it('are unknown after one look, and never negative', () => {
    expect(arrivalRates([audit('2026-03-05T10:00:00Z', 100)]).size).toBe(0);
    expect(
      arrivalRates([audit('2026-03-05T10:00:00Z', 100), audit('2026-03-05T10:00:10Z', 0)]).get('web'),
    ).toBe(0);
  });
});
