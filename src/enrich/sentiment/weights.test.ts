import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWeights, encodeWeights, type Weights } from './weights.ts';

const byte = fc.integer({ min: -127, max: 127 });
const weight = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: byte });
const float = fc.float({ noNaN: true, noDefaultInfinity: true });

const anyWeights: fc.Arbitrary<Weights> = fc.record({
  bits: fc.constant(6),
  table: fc.array(weight, { minLength: 128, maxLength: 128 }).map((values) => Int8Array.from(values)),
  unit: float,
  shares: fc.tuple(float, float, float, float),
  calibration: fc.record({ slopes: fc.tuple(float, float), offsets: fc.tuple(float, float) }),
  lexicon: fc.array(fc.tuple(fc.integer(), byte)).map((entries) => ({
    hashes: Int32Array.from(entries, ([hash]) => hash),
    tenths: Int8Array.from(entries, ([, tenths]) => tenths),
  })),
});

describe('the file of a model', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(anyWeights, (weights) => {
        expect(decodeWeights(encodeWeights(weights))).toEqual(weights);
      }),
    );
  });

  it('is refused when it is damaged, with what to do', () => {
    const [weights] = fc.sample(anyWeights, { numRuns: 1, seed: 1 });
    if (weights === undefined) throw new Error('fast-check gave nothing');
    const bytes = encodeWeights(weights);
    for (const damaged of [
      new Uint8Array(),
      bytes.subarray(0, 40),
      bytes.subarray(0, bytes.length - 1),
      Uint8Array.of(...bytes, 0),
      bytes.with(0, 0),
      bytes.with(4, 30),
    ]) {
      expect(() => decodeWeights(damaged)).toThrow(/sentiment model is damaged/);
    }
  });
});
