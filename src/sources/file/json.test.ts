import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Workplace, workplace } from './reading.fixture.ts';

let place: Workplace;

beforeAll(async () => {
  place = await workplace();
});

afterAll(() => place.remove());

const MIB = 1024 * 1024;

async function read(content: string | Buffer, options = {}) {
  const path = await place.file('input.json', content);
  return place.read(path, { format: 'json', ...options });
}

describe('JSON', () => {
  it('makes each element of an array a line', async () => {
    const { texts, bounds, rejected } = await read('[{"a":1},{"a":[2,3]}, "x",4 ,null]');
    expect(texts).toEqual(['{"a":1}\n{"a":[2,3]}\n"x"\n4\nnull\n']);
    expect(bounds).toEqual([[0, 33]]);
    expect(rejected).toEqual([]);
  });

  it('keeps the text of numbers and strings', async () => {
    const element = '{"n":12345678901234567890.10,"e":1e400,"s":"\\u0041 ]}\\\\\\" ,"}';
    expect((await read(`[${element}]`)).lines).toEqual([element]);
  });

  it('takes a single object, pretty-printed or not, and several one after the other', async () => {
    const value = { a: [1, { b: 'x' }], c: null };
    for (const content of [JSON.stringify(value), JSON.stringify(value, null, 2).replaceAll('\n', '\r\n')]) {
      const { lines } = await read(content);
      expect(lines.map((line) => JSON.parse(line))).toEqual([value]);
    }
    const { lines } = await read(`\ufeff${JSON.stringify(value, null, 1)}\n{"b":2}\n[{"c":3}]\n`);
    expect(lines.map((line) => JSON.parse(line))).toEqual([value, { b: 2 }, { c: 3 }]);
  });

  it('has no slices for an empty array or an empty file', async () => {
    for (const content of ['[]', ' [ \n ] ', '', '\n']) {
      expect(await read(content)).toMatchObject({ texts: [], rejected: [], error: null });
    }
  });

  it('follows 10,000 levels', async () => {
    const deep = `${'{"a":['.repeat(5000)}1${']}'.repeat(5000)}`;
    expect((await read(`[${deep},{"b":1}]`)).lines).toEqual([deep, '{"b":1}']);
  });

  it.each([
    ['[{"a":1} {"b":2},{"c":3}]', ['{"a":1}'], [9], ['{"b":2},{"c":3}]']],
    ['[{"a":1},,{"c":3}]', ['{"a":1}'], [9], [',{"c":3}]']],
    ['[{"a":1},{"b":', ['{"a":1}'], [9], ['{"b":']],
    ['[{"a":1}', ['{"a":1}'], [8], ['']],
    ['{"a":1}]', ['{"a":1}'], [7], [']']],
    ['["a\nb",{"c":3}]', ['{"c":3}'], [1], ['"a\nb"']],
  ])('rejects what is broken in %j and keeps the rest', async (content, lines, offsets, raws) => {
    const taken = await read(content);
    expect(taken.lines).toEqual(lines);
    expect(taken.rejected.map(({ offset }) => Number(offset))).toEqual(offsets);
    expect(taken.rejected.map(({ raw }) => raw.toString())).toEqual(raws);
    for (const { reason } of taken.rejected) expect(reason).toBe('not_json');
  });

  it('rejects elements that are too long or no UTF-8, and goes on behind them', async () => {
    const long = `{"a":"${'x'.repeat(17 * MIB)}"}`;
    const bad = Buffer.from('{"a":"\xff"}', 'latin1');
    const content = Buffer.concat([Buffer.from(`[{"a":1},${long},`), bad, Buffer.from(',{"a":2}]')]);
    const { lines, rejected } = await read(content);
    expect(lines).toEqual(['{"a":1}', '{"a":2}']);
    expect(rejected).toMatchObject([
      { line: 2, offset: 9n, reason: 'line_too_long', bytes: long.length },
      { line: 3, reason: 'not_utf8', raw: bad },
    ]);
    expect(rejected[0]?.raw.toString()).toBe(long.slice(0, 64 * 1024));
  });

  it('bounds what it keeps of a broken array', async () => {
    const { rejected } = await read(`[1 ${'{"a":1},'.repeat(MIB)}`);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).toMatchObject({ line: 2, bytes: 8 * MIB });
    expect(rejected[0]?.raw).toHaveLength(64 * 1024);
  });

  it('gives the elements of any array, in slices of any size, and goes on at any of their bounds', async () => {
    const input = fc.record({
      values: fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 20 }),
      indent: fc.constantFrom(0, 1, '\t'),
      sliceBytes: fc.integer({ min: 1, max: 200 }),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ values, indent, sliceBytes }) => {
        const taken = await read(JSON.stringify(values, null, indent), { sliceBytes });
        expect(taken.error).toBeNull();
        expect(taken.rejected).toEqual([]);
        expect(taken.lines.map((line) => JSON.parse(line))).toEqual(
          values.map((value) => JSON.parse(JSON.stringify(value))),
        );
        const at = Math.floor(taken.bounds.length / 2);
        const half = taken.bounds[at];
        if (half === undefined) return;
        const path = `${place.dir}/input.json`;
        const rest = await place.read(path, { format: 'json', sliceBytes, from: BigInt(half[0]) });
        expect(rest.texts).toEqual(taken.texts.slice(at));
        expect(rest.bounds).toEqual(taken.bounds.slice(at));
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
