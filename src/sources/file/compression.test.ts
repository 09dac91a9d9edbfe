import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Workplace, workplace } from './reading.fixture.ts';

let place: Workplace;

beforeAll(async () => {
  place = await workplace();
});

afterAll(() => place.remove());

const rows = Array.from({ length: 60_000 }, (_, i) => `{"id":${i},"v":${(i * 7919) % 10007}}`);
const text = `${rows.join('\n')}\n`;

const PACKERS = [
  ['gzip', (data: Buffer) => gzipSync(data), '.gz'],
  ['zstd', (data: Buffer) => zstdCompressSync(data), '.zst'],
] as const;

describe.each(PACKERS)('%s', (_name, pack, ending) => {
  it('is unpacked, whatever the name says', async () => {
    for (const name of [`a.ndjson${ending}`, 'a.data']) {
      const path = await place.file(name, pack(Buffer.from(text)));
      const { texts, error } = await place.read(path, { sliceBytes: 100_000 });
      expect(error).toBeNull();
      expect(texts.join('')).toBe(text);
    }
  });

  it('may come in several parts', async () => {
    const parts = [0, 100_000, 100_001, 500_000].map((from, i, all) =>
      pack(Buffer.from(text.slice(from, all[i + 1]))),
    );
    const path = await place.file(`b.ndjson${ending}`, Buffer.concat(parts));
    const { texts, error } = await place.read(path);
    expect(error).toBeNull();
    expect(texts.join('')).toBe(text);
  });

  it('goes on where a slice ended', async () => {
    const path = await place.file(`c.ndjson${ending}`, pack(Buffer.from(text)));
    const whole = await place.read(path, { sliceBytes: 100_000 });
    const from = whole.bounds[3]?.[0] ?? 0;
    const rest = await place.read(path, { sliceBytes: 100_000, from: BigInt(from) });
    expect(rest.texts).toEqual(whole.texts.slice(3));
  });

  it('delivers what can be read when truncated, says where it stopped, and goes on there once repaired', async () => {
    const packed = pack(Buffer.from(text));
    for (const share of [0.3, 0.9, 0.9999]) {
      const path = await place.file(
        `d.ndjson${ending}`,
        packed.subarray(0, Math.floor(packed.length * share)),
      );
      const { texts, bounds, rejected, error } = await place.read(path);
      const got = texts.join('');
      const to = bounds.at(-1)?.[1] ?? 0;
      expect(text.startsWith(got)).toBe(true);
      expect(got.endsWith('\n')).toBe(true);
      expect(got.length).toBe(to);
      expect(got.length).toBeGreaterThan(text.length * (share - 0.25));
      expect(rejected).toEqual([]);
      expect(error).toMatchObject({
        code: 'file_unreadable',
        message: expect.stringMatching(new RegExp(`behind byte ${to} .*truncated`)),
      });
      const repaired = await place.file(`d.ndjson${ending}`, packed);
      const rest = await place.read(repaired, { from: BigInt(to) });
      expect(got + rest.texts.join('')).toBe(text);
    }
  });

  it('is a failure, not an end, when damaged', async () => {
    const packed = pack(Buffer.from(text));
    const damaged = Buffer.concat([packed, Buffer.from('this is no data')]);
    const path = await place.file(`e.ndjson${ending}`, damaged);
    const { texts, error } = await place.read(path);
    expect(text.startsWith(texts.join(''))).toBe(true);
    expect(error).toMatchObject({ code: 'file_unreadable', message: expect.stringMatching(/damaged/) });
  });

  it('may have its parts come one by one', async () => {
    async function* chunks() {
      for (const row of rows.slice(0, 100)) yield pack(Buffer.from(`${row}\n`));
    }
    const { lines, error } = await place.read('-', { stdin: chunks() });
    expect(error).toBeNull();
    expect(lines).toEqual(rows.slice(0, 100));
  });

  it('comes by a pipe, in chunks of any size', async () => {
    const packed = pack(Buffer.from(text));
    for (const size of [1000, 1_000_000]) {
      async function* chunks() {
        for (let at = 0; at < packed.length; at += size) yield packed.subarray(at, at + size);
      }
      const { texts, error } = await place.read('-', { stdin: chunks() });
      expect(error).toBeNull();
      expect(texts.join('')).toBe(text);
    }
  });

  it('unpacks to more than fits in memory without holding it', async () => {
    const block = Buffer.from(`{"a":"${'x'.repeat(1000)}"}\n`.repeat(1000));
    const packed = Buffer.concat(Array.from({ length: 60 }, () => pack(block)));
    const path = await place.file(`f.ndjson${ending}`, packed);
    const { counts, error } = await place.read(path, { sliceBytes: 1_000_000 });
    expect(error).toBeNull();
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60_000);
  });
});

it('says so when a truncated file is empty', async () => {
  const path = await place.file('g.ndjson.gz', gzipSync(Buffer.from(text)).subarray(0, 5));
  expect(await place.read(path)).toMatchObject({ texts: [], error: { code: 'file_unreadable' } });
});
