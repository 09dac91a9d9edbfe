import { isUtf8 } from 'node:buffer';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter } from '../contract.ts';
import { type Workplace, workplace } from './reading.fixture.ts';

let place: Workplace;

beforeAll(async () => {
  place = await workplace();
});

afterAll(() => place.remove());

const ACCESS_LOG = join(import.meta.dirname, '../../../../shared/data/access-log/combined-2000.log');
const MIB = 1024 * 1024;

describe('NDJSON', () => {
  it('gives the lines as they are, in slices of at most the size asked for', async () => {
    const content = '{"a":1}\n{"a":22}\n{"a":333}\n';
    const path = await place.file('a.ndjson', content);
    expect(await place.read(path)).toMatchObject({ texts: [content], bounds: [[0, 27]], counts: [3] });
    const small = await place.read(path, { sliceBytes: 17 });
    expect(small).toMatchObject({ texts: ['{"a":1}\n{"a":22}\n', '{"a":333}\n'], counts: [2, 1] });
    expect(small.bounds).toEqual([
      [0, 17],
      [17, 27],
    ]);
  });

  it('takes a byte order mark, CRLF, blank lines, white space and a missing last newline', async () => {
    const path = await place.file('b.ndjson', '\ufeff{"a":1}\r\n\r\n  \n\n {"a":2}\t\n{"a":3}');
    const { texts, rejected, counts } = await place.read(path);
    expect(texts).toEqual(['{"a":1}\n {"a":2}\t\n{"a":3}\n']);
    expect(counts).toEqual([3]);
    expect(rejected).toEqual([]);
  });

  it('rejects lines that are no UTF-8 or hold a NUL, with line, offset and raw bytes', async () => {
    const bad = Buffer.from([0x7b, 0xff, 0x7d]);
    const path = await place.file(
      'c.ndjson',
      Buffer.concat([Buffer.from('{"a":1}\n\n'), bad, Buffer.from('\r\n{"ä":2}\n{"a":"\0"}\n{"a":3}\n')]),
    );
    const { texts, rejected } = await place.read(path);
    expect(texts).toEqual(['{"a":1}\n{"ä":2}\n{"a":3}\n']);
    expect(rejected).toEqual([
      { line: 3, offset: 9n, reason: 'not_utf8', raw: bad, bytes: 3 },
      { line: 5, offset: 23n, reason: 'not_json', raw: Buffer.from('{"a":"\0"}'), bytes: 9 },
    ]);
  });

  it.each([64 * 1024, 64 * MIB])(
    'passes over a line of more than 16 MiB (slices of %d)',
    async (sliceBytes) => {
      const long = `{"a":"${'x'.repeat(20 * MIB)}"}`;
      const path = await place.file('d.ndjson', `{"a":1}\n${long}\n{"a":2}\n`);
      const { lines, rejected, bounds } = await place.read(path, { sliceBytes });
      expect(lines).toEqual(['{"a":1}', '{"a":2}']);
      expect(rejected).toMatchObject([{ line: 2, offset: 8n, reason: 'line_too_long', bytes: long.length }]);
      expect(rejected[0]?.raw.toString()).toBe(long.slice(0, 64 * 1024));
      expect(bounds.at(-1)?.[1]).toBe(long.length + 17);
    },
  );

  it('takes a line of exactly 16 MiB', async () => {
    const line = `{"a":"${'x'.repeat(16 * MIB - 8)}"}`;
    const path = await place.file('e.ndjson', `${line}\r\n{"a":1}\n`);
    const { lines, rejected } = await place.read(path, { sliceBytes: 1000 });
    expect(lines.map(({ length }) => length)).toEqual([16 * MIB, 7]);
    expect(rejected).toEqual([]);
  });

  it('has no slices for an empty file, nor for one with blank lines alone', async () => {
    for (const content of ['', '\n\r\n \n', '\ufeff']) {
      const path = await place.file('f.ndjson', content);
      expect(await place.read(path)).toMatchObject({ texts: [], error: null });
    }
  });

  it('does not gather more rejected lines in one slice than memory should hold', async () => {
    const path = await place.file('g.ndjson', Buffer.from('\xff\n'.repeat(50_000), 'latin1'));
    const { rejected, bounds } = await place.read(path);
    expect(rejected).toHaveLength(50_000);
    expect(bounds).toHaveLength(3);
    expect(rejected.at(-1)).toMatchObject({ line: 50_000, offset: 99_998n });
    const again = await place.read(path, { from: BigInt(bounds[0]?.[1] ?? 0) });
    expect(again.bounds).toEqual(bounds.slice(1));
  });

  it('hands over every line exactly once, whatever is in it and however large the slices are', async () => {
    const line = fc.oneof(
      fc.constantFrom('', ' ', '\t \t', '{"a":1}', '{"ü":"日本"}', 'no json', '{"a":"\0"}'),
      fc
        .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
        .map((text) => text.replaceAll(/[\r\n]/g, '')),
    );
    const bytes = fc.oneof(
      line.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 40 }).map((raw) => Buffer.from(raw.filter((b) => b !== 10 && b !== 13))),
    );
    const input = fc.record({
      lines: fc.array(fc.record({ bytes, end: fc.constantFrom('\n', '\r\n') }), { maxLength: 40 }),
      lastEnd: fc.boolean(),
      sliceBytes: fc.integer({ min: 1, max: 300 }),
    });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(input, async ({ lines, lastEnd, sliceBytes }) => {
        const parts = lines.map(({ bytes, end }, at) => {
          return Buffer.concat([bytes, Buffer.from(at < lines.length - 1 || lastEnd ? end : '')]);
        });
        // A line that makes the file one with a byte order mark is another test's matter.
        fc.pre(lines[0]?.bytes[0] !== 0xef);
        const path = await place.file(`property-${runs++ % 4}.ndjson`, Buffer.concat(parts));
        const taken = await place.read(path, { sliceBytes });
        fc.pre(taken.error === null || !isBinary(taken.error));
        expect(taken.error).toBeNull();
        const expected = lines
          .map(({ bytes }) => bytes)
          .filter((b) => !/^[ \t\r]*$/.test(b.toString('latin1')));
        const [good, bad] = [expected.filter(isGood), expected.filter((b) => !isGood(b))];
        expect(taken.lines).toEqual(good.map(String));
        expect(taken.rejected.map(({ raw }) => raw)).toEqual(bad);
        expect(taken.texts.map((text) => text.split('\n').length - 1)).toEqual(taken.counts);
        await expectResumable(path, sliceBytes, taken.bounds, taken.texts);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('lines that are messages', () => {
  const adapter: Adapter = {
    name: 'notes',
    stream: 'shop',
    about: 'notes',
    unit: 'line',
    endings: ['note'],
    recognises: ({ text }) => text.startsWith('ok'),
    adapt: ({ text: line }) => {
      if (line === 'no event') return [{ outcome: 'skipped' }];
      return line.startsWith('ok')
        ? [{ outcome: 'event', event: { line } }]
        : [{ outcome: 'rejected', reason: 'not_a_row' }];
    },
  };
  const adapters = [adapter];

  it('adapts each and rejects what is none', async () => {
    const path = await place.file('a.note', 'ok 1\r\n\nwhat?\nno event\nok ü\n\xff\nok 2');
    const { texts, rejected, counts, skipped, numbers } = await place.read(path, { adapters });
    expect(texts).toEqual(['{"line":"ok 1"}\n{"line":"ok ü"}\n{"line":"ok 2"}\n']);
    expect({ counts, skipped, numbers }).toEqual({ counts: [3], skipped: 1, numbers: [1, 5, 7] });
    expect(rejected.map(({ line, offset, reason, raw }) => [line, offset, reason, raw.toString()])).toEqual([
      [3, 7n, 'not_a_row', 'what?'],
      [6, 28n, 'not_a_row', 'ÿ'],
    ]);
  });

  it('cuts where the lines of the input end, and can go on there', async () => {
    const content = Array.from({ length: 30 }, (_, i) => (i % 3 === 1 ? 'what?' : `ok ${i}`)).join('\n');
    const path = await place.file('b.note', content);
    const whole = await place.read(path, { adapters });
    const cut = await place.read(path, { adapters, sliceBytes: 50 });
    expect(cut.lines).toEqual(whole.lines);
    expect(cut.rejected).toEqual(whole.rejected);
    const from = cut.bounds[1]?.[1] ?? 0;
    const rest = await place.read(path, { adapters, sliceBytes: 50, from: BigInt(from) });
    expect(rest.texts).toEqual(cut.texts.slice(2));
  });

  // Third-party data that is not part of the repository; the tests above stand without it.
  it.skipIf(!existsSync(ACCESS_LOG))('accounts for every line of a real access log', async () => {
    const { lines, rejected } = await place.read(ACCESS_LOG, { stream: 'web-behaviour', sliceBytes: 50_000 });
    const content = await readFile(ACCESS_LOG, 'latin1');
    expect(lines.length + rejected.length).toBe(content.split('\n').filter((line) => line !== '').length);
    expect(lines.length).toBeGreaterThan(1900);
  });

  it('are unsupported by a stream that their source does not feed', async () => {
    const path = await place.file('c.note', 'ok');
    expect(await place.read(path, { adapters, stream: 'other' })).toMatchObject({
      error: {
        code: 'unsupported',
        message: expect.stringMatching(/c\.note is notes: that feeds the stream shop, not other/),
      },
    });
  });
});

function isGood(line: Buffer): boolean {
  return isUtf8(line) && !line.includes(0);
}

function isBinary(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'file_unreadable';
}

async function expectResumable(
  path: string,
  sliceBytes: number,
  bounds: readonly [number, number][],
  texts: readonly string[],
): Promise<void> {
  const half = bounds[Math.floor(bounds.length / 2)];
  if (half === undefined) return;
  const again = await place.read(path, { sliceBytes, from: BigInt(half[0]) });
  const at = bounds.indexOf(half);
  expect(again.bounds).toEqual(bounds.slice(at));
  expect(again.texts).toEqual(texts.slice(at));
}
