import { describe, expect, it } from 'vitest';
import { assertSimulatable, type SimulatedLine, simulatedChunks } from './simulator.ts';

function* numbers(): Generator<SimulatedLine, never, void> {
  for (let n = 0; ; n++) yield { at: n * 10, line: String(n) };
}

describe('simulatedChunks', () => {
  it('cuts the first lines into chunks, the last one shorter', () => {
    expect([...simulatedChunks(numbers(), 5, 2)]).toEqual([
      { text: '0\n1\n', lines: 2, at: 10 },
      { text: '2\n3\n', lines: 2, at: 30 },
      { text: '4\n', lines: 1, at: 40 },
    ]);
  });

  it('gives nothing for no lines', () => {
    expect([...simulatedChunks(numbers(), 0)]).toEqual([]);
  });
});

describe('assertSimulatable', () => {
  it('refuses a rate or a start that cannot be simulated', () => {
    for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => assertSimulatable({ seed: 1, start: 0, rate })).toThrow(RangeError);
    }
    expect(() => assertSimulatable({ seed: 1, start: Number.NaN, rate: 1 })).toThrow(RangeError);
    expect(() => assertSimulatable({ seed: 1, start: 0, rate: 0.01 })).not.toThrow();
  });
});
