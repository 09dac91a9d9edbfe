import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonElements } from './json-elements.ts';

function elementsOf(chunks: readonly Buffer[]): [number, number, string, string | null][] {
  const elements = new JsonElements(0);
  const found: [number, number, string, string | null][] = [];
  for (const chunk of chunks) {
    for (const { from, to, text, reason } of elements.feed(Buffer.from(chunk))) {
      found.push([from, to, text.toString('latin1'), reason]);
    }
  }
  for (const { from, to, text, reason } of elements.end())
    found.push([from, to, text.toString('latin1'), reason]);
  return found;
}

it('finds the same elements however the text is cut into chunks, broken or not', () => {
  const broken = fc.string({ unit: fc.constantFrom(...'[]{},:"\\ \na1'), maxLength: 40 });
  const whole = fc.json({ maxDepth: 4 });
  fc.assert(
    fc.property(fc.oneof(broken, whole), fc.array(fc.nat(50), { maxLength: 5 }), (text, cuts) => {
      const bytes = Buffer.from(text);
      const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort(
        (a, b) => a - b,
      );
      const chunks = places.slice(1).map((end, i) => bytes.subarray(places[i], end));
      expect(elementsOf(chunks)).toEqual(elementsOf([bytes]));
    }),
    { numRuns: 1000 },
  );
});

it('leaves out nothing but structure: white space, commas and the brackets of arrays at the top', () => {
  const text = fc.string({ unit: fc.constantFrom(...'[]{},:"\\ \na1'), maxLength: 40 });
  fc.assert(
    fc.property(text, (content) => {
      let at = 0;
      for (const [from, to] of elementsOf([Buffer.from(content)])) {
        expect(content.slice(at, from)).toMatch(/^[\s,[\]]*$/);
        at = to;
      }
      expect(content.slice(at)).toMatch(/^[\s,[\]]*$/);
    }),
    { numRuns: 1000 },
  );
});
