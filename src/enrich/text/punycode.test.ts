import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { punycodeLength } from './punycode.ts';

describe('punycodeLength', () => {
  it.each([
    ['example', 7],
    ['bücher', 'xn--bcher-kva'.length],
    ['例え', 'xn--r8jz45g'.length],
    ['', 0],
  ])('%s', (label, length) => expect(punycodeLength(label)).toBe(length));

  it('agrees with the encoder of Node', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abcz09äöüßéñяжщ例漢字한ไ'),
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(letters, (rest) => {
        // A letter first: Node reads a number as an address.
        const label = `x${rest}`;
        const encoded = domainToASCII(label);
        // Node folds and maps first; a label that stays as it is has the length of its encoding.
        fc.pre(encoded !== '' && label === label.toLowerCase().normalize('NFC') && !label.includes('ß'));
        expect(punycodeLength(label)).toBe(encoded.length);
      }),
    );
  });

  it('does not stall on long labels', () => {
    expect(punycodeLength('例'.repeat(1_000_000))).toBeGreaterThan(63);
  });
});
