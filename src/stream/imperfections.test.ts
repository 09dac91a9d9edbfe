import { describe, expect, it } from 'vitest';
import { withDamage, withDuplicates } from './imperfections.ts';
import { seededRandom } from './random.ts';
import type { SimulatedLine } from './simulator.ts';

function* ticks(everyMs: number): Generator<SimulatedLine, never, void> {
  for (let n = 0; ; n++) {
    yield { at: n * everyMs, line: `{"id":"${n}","ts":${1_700_000_000 + n},"text":"a line of some length"}` };
  }
}

function take(source: Generator<SimulatedLine, never, void>, count: number): SimulatedLine[] {
  return Array.from({ length: count }, () => source.next().value);
}

describe('withDuplicates', () => {
  it('repeats the share asked for, byte for byte, 1 to 9 minutes later, in order of arrival', () => {
    const lines = take(withDuplicates(ticks(100), seededRandom(1), { share: 0.02, rate: 10 }), 100_000);
    const first = new Map<string, number>();
    let repeats = 0;
    for (const [place, { at, line }] of lines.entries()) {
      expect(at).toBeGreaterThanOrEqual(lines[place - 1]?.at ?? 0);
      const before = first.get(line);
      if (before === undefined) first.set(line, at);
      else {
        repeats++;
        expect(at - before).toBeGreaterThanOrEqual(60_000);
        expect(at - before).toBeLessThanOrEqual(540_001);
      }
    }
    expect(repeats / first.size).toBeGreaterThan(0.017);
    expect(repeats / first.size).toBeLessThan(0.022);
  });

  it('holds no more than 50,000 lines back however fast they come', () => {
    const lines = take(
      withDuplicates(ticks(0.001), seededRandom(1), { share: 0.5, rate: 1_000_000 }),
      600_000,
    );
    const seen = new Set<string>();
    let repeats = 0;
    for (const { line } of lines) {
      if (seen.has(line)) repeats++;
      seen.add(line);
    }
    expect(seen.size * 0.5 - repeats).toBeLessThan(50_000);
  });
});

describe('withDamage', () => {
  it('breaks the share asked for, so that each broken line must be rejected', () => {
    const lines = take(withDamage(ticks(1), seededRandom(2), { share: 0.05, time: /"ts":\d+/ }), 20_000);
    const broken = lines.filter(
      ({ line }, n) => !line.startsWith(`{"id":"${n}","ts":${1_700_000_000 + n},`) || !line.endsWith('}'),
    );
    expect(broken.length).toBeGreaterThan(850);
    expect(broken.length).toBeLessThan(1150);
    for (const { line } of broken) expect(isUsable(line)).toBe(false);
  });
});

function isUsable(line: string): boolean {
  try {
    const event: unknown = JSON.parse(line);
    if (typeof event !== 'object' || event === null || Array.isArray(event)) return false;
    if (!('id' in event) || !('ts' in event)) return false;
    return typeof event.ts === 'number' || !Number.isNaN(Date.parse(String(event.ts)));
  } catch {
    return false;
  }
}
