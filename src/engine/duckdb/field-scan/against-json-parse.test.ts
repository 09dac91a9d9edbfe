import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFieldScanner } from './field-scanner.ts';

/** Among them names that JSON writes with escapes, and ones that look like structure. */
const KNOWN = [
  'id',
  'price',
  'a_long_name_of_a_field',
  'naïve',
  'say "hi"',
  'back\\slash',
  '',
  ',',
  ':',
  'quantity',
];

/** What JSON.parse says about each line by itself. */
function oracle(lines: readonly Buffer[]): { every: Set<string>; broken: number } {
  const every = new Set<string>();
  let broken = 0;
  for (const line of lines) {
    try {
      for (const name of namesOf(line.toString('utf8'))) if (!KNOWN.includes(name)) every.add(name);
    } catch {
      broken += 1;
    }
  }
  return { every, broken };
}

let turn = 0;

/**
 * V8 13.6 takes the key `"\u0078"` for the key `\` when it has seen that one at the same place of an object that was
 * otherwise alike. So every object is parsed with a first key that no other has.
 */
function namesOf(line: string): string[] {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  if (Object.keys(value).length === 0) return [];
  turn += 1;
  const first = `no other ${turn}`;
  const unlike: unknown = JSON.parse(line.replace('{', `{"${first}":0,`));
  return Object.keys(Object(unlike)).filter((name) => name !== first);
}

const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\r'), maxLength: 3 });
const sparse = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: space });
const awkward = fc.string({
  unit: fc.constantFrom(
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    ' ',
    'i',
    'd',
    '!',
    'ï',
    '\u2028',
    '\u0001',
    '😀',
    '\ud800',
  ),
  maxLength: 20,
});
const name = fc.oneof(
  fc.constantFrom(...KNOWN),
  fc.constantFrom(
    'sku',
    'x',
    'a name as long as two patterns and more',
    'Id',
    'PRICE',
    '{',
    '[{',
    '__proto__',
  ),
  awkward,
  fc.string({ unit: fc.constantFrom('i', 'd', '_', 'x'), minLength: 1, maxLength: 70 }),
);

/** A string as JSON, some of its characters written as escapes. */
const written = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.array(fc.nat(3), { maxLength: 20 })).map(([value, choices]) => {
    const units = Array.from({ length: value.length }, (_, i) => {
      const code = value.charCodeAt(i).toString(16).padStart(4, '0');
      return choices[i] === 1
        ? `\\u${i % 2 === 0 ? code : code.toUpperCase()}`
        : JSON.stringify(value[i]).slice(1, -1);
    });
    return choices.includes(1) ? `"${units.join('')}"` : JSON.stringify(value);
  });

const { value } = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('1', '-2.5e3', 'true', 'null', '""', '"x"', '"https://example.org/a:b"'),
    written(awkward),
    written(fc.string({ maxLength: 100 })),
    tie('object'),
    tie('array'),
  ),
  object: object(tie('value')),
  array: fc
    .tuple(fc.array(fc.tuple(sparse, tie('value'), sparse), { maxLength: 4 }), sparse)
    .map(([items, inner]) => `[${inner}${items.map((parts) => parts.join('')).join(',')}]`),
}));

function object(values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const field = fc.tuple(sparse, written(name), sparse, fc.constant(':'), sparse, values, sparse);
  return fc
    .tuple(fc.array(field, { maxLength: 7 }), sparse)
    .map(([fields, inner]) => `{${inner}${fields.map((parts) => parts.join('')).join(',')}}`);
}

const wellFormed = fc
  .tuple(sparse, fc.oneof({ weight: 6, arbitrary: object(value) }, { weight: 1, arbitrary: value }), sparse)
  .map((parts) => Buffer.from(parts.join('')));
const fragments = fc
  .string({
    unit: fc.constantFrom(...'{}[]:,"\\ \t\r', 'id', 'x', '1', '\u0000', '"id":', '{"x":', '[{"'),
    maxLength: 30,
  })
  .map((text) => Buffer.from(text));
const cutShort = fc.tuple(wellFormed, fc.nat(400)).map(([line, bytes]) => line.subarray(0, bytes));
const garbled = fc
  .tuple(wellFormed, fc.nat(), fc.constantFrom(0x22, 0x5c, 0x7b, 0x7d, 0xff, 0xc3, 0x00))
  .map(([line, at, byte]) => {
    const copy = Buffer.from(line);
    if (copy.length > 0) copy[at % copy.length] = byte;
    return copy;
  });
const anyLine = fc.oneof(
  { weight: 6, arbitrary: wellFormed },
  fragments,
  cutShort,
  garbled,
  fc.constant(Buffer.from('')),
);

function join(lines: readonly Buffer[], last: boolean): Buffer {
  const text = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
  return last ? text : text.subarray(0, -1);
}

const scanners = new Map(
  [64, 128, 192, 1024, 65_536].map((bytes) => [bytes, createFieldScanner(KNOWN, bytes)]),
);
const chunkSizes = fc.constantFrom(...scanners.entries());

describe('against JSON.parse of each line', () => {
  it('gives exactly the same names for well-formed lines, in whatever chunks', () => {
    fc.assert(
      fc.property(
        fc.array(wellFormed, { maxLength: 12 }),
        fc.boolean(),
        chunkSizes,
        (lines, last, [, scanner]) => {
          const { every, broken } = oracle(lines);
          expect(broken).toBe(0);
          expect(new Set(scanner.scan(join(lines, last)).unknown)).toEqual(every);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('misses none of them between broken lines', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 12 }), chunkSizes, (lines, [, scanner]) => {
        const { unknown, lines: count } = scanner.scan(join(lines, true));
        const found = new Set(unknown);
        expect([...oracle(lines).every].filter((one) => !found.has(one))).toEqual([]);
        expect(count).toBe(lines.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on where the pieces end', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(wellFormed, { maxLength: 6 }),
        fc.boolean(),
        cuts,
        chunkSizes,
        (lines, last, sizes, [, scanner]) => {
          const data = join(lines, last);
          const found = new Set<string>();
          const running = scanner.begin((one) => found.add(one));
          for (let at = 0, turn = 0; at < data.length; turn += 1) {
            const bytes = data.copy(running.room(), 0, at, at + (sizes[turn % sizes.length] ?? 1));
            running.advance(bytes);
            at += bytes;
          }
          running.finish();
          expect(found).toEqual(oracle(lines).every);
        },
      ),
      { numRuns: 600 },
    );
  });
});
