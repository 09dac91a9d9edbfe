import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Workplace, workplace } from './reading.fixture.ts';

let place: Workplace;

beforeAll(async () => {
  place = await workplace();
});

afterAll(() => place.remove());

async function read(content: string | Buffer, options = {}) {
  return place.read(await place.file('input.csv', content), options);
}

describe('CSV', () => {
  it('makes each row an object of strings and leaves empty cells out', async () => {
    const taken = await read('id,name,"price, net"\r\n1,Anna,"1,5"\r\n2,,3\n\n,,\n3,"say ""hi""\nthere",\n');
    expect(taken.lines.map((line) => JSON.parse(line))).toEqual([
      { id: '1', name: 'Anna', 'price, net': '1,5' },
      { id: '2', 'price, net': '3' },
      {},
      { id: '3', name: 'say "hi"\nthere' },
    ]);
    expect(taken).toMatchObject({ counts: [4], rejected: [], error: null });
  });

  it('rejects rows of the wrong width with their raw text', async () => {
    const { lines, rejected } = await read('a,b\n1,2\n3\n4,5,6\n7,8');
    expect(lines).toEqual(['{"a":"1","b":"2"}', '{"a":"7","b":"8"}']);
    expect(rejected).toEqual([
      { line: 2, offset: 8n, reason: 'not_a_row', raw: Buffer.from('3'), bytes: 1 },
      { line: 3, offset: 10n, reason: 'not_a_row', raw: Buffer.from('4,5,6'), bytes: 5 },
    ]);
  });

  it('takes a quote within a cell as it is', async () => {
    const { lines, rejected } = await read('a,b\n5" pipe,1\nx,2\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { a: '5" pipe', b: '1' },
      { a: 'x', b: '2' },
    ]);
    expect(rejected).toEqual([]);
  });

  it('loses one line, not the rest, to a quote that never closes', async () => {
    const { lines, rejected } = await read('a,b\n1,"2\n3,4\n5,6\n');
    expect(lines).toEqual(['{"a":"3","b":"4"}', '{"a":"5","b":"6"}']);
    expect(rejected.map(({ reason, raw }) => [reason, raw.toString()])).toEqual([['not_a_row', '1,"2']]);
  });

  it.each([100_000, 64 * 1024 * 1024])(
    'does so in a long file, too (slices of %d)',
    async (sliceBytes) => {
      const rows = `3,${'4'.repeat(1021)}\n`.repeat(20 * 1024);
      const { counts, rejected } = await read(`a,b\n1,"2\n${rows}`, { sliceBytes });
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20 * 1024);
      expect(rejected.map(({ reason, raw }) => [reason, raw.toString()])).toEqual([['not_a_row', '1,"2']]);
    },
    120_000,
  );

  it('rejects rows that are no UTF-8', async () => {
    const { lines, rejected } = await read(Buffer.from('a,b\n1,\xe9\n\xc3\xa9,2\n', 'latin1'));
    expect(lines).toEqual(['{"a":"é","b":"2"}']);
    expect(rejected).toMatchObject([{ line: 1, offset: 4n, reason: 'not_utf8' }]);
  });

  it('takes semicolons and tabs, a byte order mark and names that are dangerous as keys', async () => {
    expect((await read('\ufeffa;b\n1,5;2\n')).lines).toEqual(['{"a":"1,5","b":"2"}']);
    expect((await read('a\tb\n1\t2\n')).lines).toEqual(['{"a":"1","b":"2"}']);
    expect((await read('__proto__,constructor\n1,2\n')).lines).toEqual([
      '{"__proto__":"1","constructor":"2"}',
    ]);
  });

  it.each([
    ['1,2\n3,4\n', /first row is no header/],
    ['a,,b\n1,2,3\n', /an empty name/],
    ['a,b,a\n1,2,3\n', /column a comes twice/],
  ])('refuses %j for its header', async (content, message) => {
    const { error, lines } = await read(content);
    expect(error).toMatchObject({ code: 'file_unreadable', message: expect.stringMatching(message) });
    expect(lines).toEqual([]);
  });

  it('asks whether the columns are right', async () => {
    const seen: string[][] = [];
    const missing = new Error('no id');
    const { error } = await read('a, b \n1,2\n', {
      checkHeader: (names: string[]) => {
        seen.push(names);
        throw missing;
      },
    });
    expect(seen).toEqual([['a', 'b']]);
    expect(error).toBe(missing);
  });

  it('has no slices for an empty file or a header alone', async () => {
    for (const content of ['', 'a,b', 'a,b\n\n']) {
      expect(await read(content)).toMatchObject({ texts: [], error: null });
    }
  });

  it('reads from a pipe', async () => {
    async function* chunks() {
      for (const chunk of ['a,', 'b\n1', ',2\n', '3,4']) yield Buffer.from(chunk);
    }
    const taken = await place.read('-', { format: 'csv', stdin: chunks() });
    expect(taken.lines).toEqual(['{"a":"1","b":"2"}', '{"a":"3","b":"4"}']);
  });

  it('gives every cell back, in slices of any size, and goes on at any of their bounds', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab",\n\r; ü'), maxLength: 8 });
    const input = fc.record({
      rows: fc.array(fc.tuple(cell, cell, cell), { maxLength: 25 }),
      end: fc.constantFrom('\n', '\r\n'),
      sliceBytes: fc.integer({ min: 1, max: 200 }),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ rows, end, sliceBytes }) => {
        const text = [['x', 'y', 'z'], ...rows].map((row) => row.map(quoted).join(',')).join(end);
        const taken = await read(text, { sliceBytes });
        expect(taken.error).toBeNull();
        expect(taken.rejected).toEqual([]);
        expect(taken.lines.map((line) => JSON.parse(line))).toEqual(
          rows.map(([x, y, z]) => present({ x, y, z })),
        );
        const at = Math.floor(taken.bounds.length / 2);
        const half = taken.bounds[at];
        if (half === undefined) return;
        const rest = await read(text, { sliceBytes, from: BigInt(half[0]) });
        expect(rest.texts).toEqual(taken.texts.slice(at));
        expect(rest.bounds).toEqual(taken.bounds.slice(at));
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

function present(row: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
}
