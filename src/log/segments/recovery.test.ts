import { cp, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../event/clock.ts';
import { batchOf, readAll } from '../contract.suite.ts';
import { openSegmentLog, type SegmentLogOptions } from './open.ts';

const shop = { stream: 'shop', source: 'collector' };
let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'log-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

type Mended = { cutBytes: number; damagedBytes: number };

async function openIn(dir: string, options: Partial<SegmentLogOptions> = {}) {
  const mended: Mended[] = [];
  const log = await openSegmentLog({ dir, onMended: (found) => mended.push(found), ...options });
  return { log, mended };
}

/** The folder of the last segment, and its files. */
async function lastSegment(dir: string) {
  const folder = join(dir, 'shop', 'collector');
  const name =
    (await readdir(folder))
      .filter((file) => file.endsWith('.ndjson'))
      .sort()
      .at(-1) ?? '';
  const data = join(folder, name);
  return { data, index: data.replace('.ndjson', '.idx') };
}

/** A log with acknowledged batches, closed; its text is what must be read back. */
async function written(dir: string, sizes: readonly number[], options: Partial<SegmentLogOptions> = {}) {
  const { log } = await openIn(dir, options);
  let first = 0;
  for (const lines of sizes) {
    await log.append('shop', 'collector', batchOf(first, lines));
    first += lines;
  }
  await log.close();
  return batchOf(0, first).data.toString();
}

describe('recovery of a segment log', () => {
  it('reads every acknowledged byte back exactly once, in order, whatever a crash left behind', async () => {
    const tail = fc.record({
      data: fc.uint8Array({ maxLength: 300 }),
      index: fc.uint8Array({ maxLength: 100 }),
      // Where a flush under way was cut: so much of a further, unacknowledged batch is there.
      flush: fc.option(fc.record({ data: fc.nat(120), index: fc.nat(32) })),
    });
    const round = fc.record({ sizes: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 6 }), tail });
    await fc.assert(
      fc.asyncProperty(
        fc.array(round, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(80, 400, 100_000),
        async (rounds, segmentBytes) => {
          const dir = await mkdtemp(join(root, 'case-'));
          let acknowledged = '';
          let first = 0;
          for (const { sizes, tail } of rounds) {
            const { log } = await openIn(dir, { segmentBytes, retainBytes: 1e9 });
            const before = (await readAll(log, shop)).text;
            // An unacknowledged batch may have come through whole; then it counts from now on.
            expect(before.startsWith(acknowledged)).toBe(true);
            acknowledged = before;
            for (const lines of sizes) {
              const batch = batchOf(first, lines);
              await log.append('shop', 'collector', batch);
              acknowledged += batch.data.toString();
              first += lines;
            }
            expect((await readAll(log, shop, { maxBytes: 100 })).text).toBe(acknowledged);
            const end = log.end('shop', 'collector');
            if (end === 0n) {
              await log.close();
              continue;
            }
            const durable = await lastSegment(dir);
            const [dataBytes, indexBytes] = [await size(durable.data), await size(durable.index)];
            if (tail.flush !== null) {
              const lost = batchOf(1_000_000 + first, 4);
              await log.append('shop', 'collector', lost);
              await log.close();
              const now = await lastSegment(dir);
              const rolled = now.data !== durable.data;
              await truncateTo(now.data, (rolled ? 0 : dataBytes) + tail.flush.data);
              await truncateTo(now.index, (rolled ? 0 : indexBytes) + tail.flush.index);
              const whole = tail.flush.data >= lost.data.length && tail.flush.index >= 32;
              if (whole) acknowledged += lost.data.toString();
            } else await log.close();
            const now = await lastSegment(dir);
            await writeFile(now.data, tail.data, { flag: 'a' });
            await writeFile(now.index, tail.index, { flag: 'a' });
          }
          const { log } = await openIn(dir, { segmentBytes });
          expect((await readAll(log, shop)).text).toBe(acknowledged);
          await log.close();
          await rm(dir, { recursive: true });
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it('cuts a torn tail and says how much', async () => {
    const text = await written(root, [3, 3]);
    const { data } = await lastSegment(root);
    await writeFile(data, 'half a li', { flag: 'a' });
    const { log, mended } = await openIn(root);
    expect(mended).toEqual([{ ...shop, cutBytes: 9, damagedBytes: 0 }]);
    expect((await readAll(log, shop)).text).toBe(text);
    await log.close();
    expect((await readFile(data)).toString()).toBe(text);
  });

  it('keeps what was acknowledged when a byte before the end has rotted, and says so', async () => {
    const text = await written(root, [2, 2, 2]);
    const { data } = await lastSegment(root);
    const bytes = await readFile(data);
    bytes[15] = 0x78;
    await writeFile(data, bytes);
    const { log, mended } = await openIn(root);
    expect(mended).toMatchObject([{ cutBytes: 0, damagedBytes: batchOf(0, 2).data.length }]);
    const read = await readAll(log, shop);
    expect(read.text).toHaveLength(text.length);
    expect(read.reads.reduce((sum, { lines }) => sum + lines, 0)).toBe(6);
    await log.close();
  });

  it('makes a rotten index entry anew from its neighbours', async () => {
    const text = await written(root, [2, 3, 4, 1]);
    const { index } = await lastSegment(root);
    const bytes = await readFile(index);
    bytes.fill(0xff, 32, 96);
    await writeFile(index, bytes);
    for (const damaged of [[{ cutBytes: 0 }], []]) {
      const { log, mended } = await openIn(root);
      expect(mended).toMatchObject(damaged);
      const read = await readAll(log, shop, { maxBytes: 1 });
      expect(read.text).toBe(text);
      expect(read.reads).toHaveLength(10);
      await log.close();
    }
  });

  it('makes a lost index anew from the data', async () => {
    const text = await written(root, [2, 3]);
    const { index } = await lastSegment(root);
    await rm(index);
    const { log } = await openIn(root);
    const read = await readAll(log, shop);
    expect(read.text).toBe(text);
    expect(read.reads.reduce((sum, { lines }) => sum + lines, 0)).toBe(5);
    await log.close();
  });

  it('survives a crash between the two files of a new segment', async () => {
    const text = await written(root, [3]);
    const { index } = await lastSegment(root);
    const orphan = join(index, '..', '00000000000000000999.idx');
    await writeFile(orphan, 'x');
    const { log } = await openIn(root);
    expect((await readAll(log, shop)).text).toBe(text);
    await log.close();
  });

  it('takes an empty last segment as the end', async () => {
    const { log } = await openIn(root, { retainBytes: 0 });
    await log.append('shop', 'collector', batchOf(0, 3));
    await log.truncateBefore('shop', 'collector', 1000n);
    await log.close();
    const { log: again } = await openIn(root);
    expect(again.end('shop', 'collector')).toBe(1000n);
    expect(await again.read('shop', 'collector', 0n, 1000)).toBeNull();
    await again.close();
  });

  it('keeps times from falling when the clock is set back, also over a restart', async () => {
    const clock = fixedClock(5000);
    const first = await openIn(root, { clock });
    await first.log.append('shop', 'collector', batchOf(0, 1));
    await first.log.close();
    clock.set(1000);
    const { log } = await openIn(root, { clock });
    await log.append('shop', 'collector', batchOf(1, 1));
    clock.set(6000);
    await log.append('shop', 'collector', batchOf(2, 1));
    const { reads } = await readAll(log, shop, { maxBytes: 1 });
    expect(reads.map(({ receivedAt }) => receivedAt)).toEqual([5000, 5000, 6000]);
    await log.close();
  });

  it('reads names back that no file system would take', async () => {
    const { log } = await openIn(root);
    const names = ['jetstream:main', '..', 'a/b', 'CON.', 'ü'];
    for (const source of names) await log.append('shop', source, batchOf(0, 1));
    await log.close();
    const { log: again } = await openIn(root);
    expect(again.sources().map(({ source }) => source)).toEqual([...names].sort());
    await again.close();
  });

  it('does not mind files that are not its own', async () => {
    const text = await written(root, [2]);
    const places = ['', 'shop', 'shop/collector'];
    for (const place of places) await writeFile(join(root, place, '.DS_Store'), 'x');
    const { log } = await openIn(root);
    expect((await readAll(log, shop)).text).toBe(text);
    expect(log.sources()).toEqual([shop]);
    await log.close();
  });

  it('can be copied and moved as a folder', async () => {
    const text = await written(root, [3, 3]);
    const moved = `${root}-moved`;
    await cp(root, moved, { recursive: true });
    await rename(moved, `${moved}-again`);
    const { log } = await openIn(`${moved}-again`);
    expect((await readAll(log, shop)).text).toBe(text);
    await log.close();
    await rm(`${moved}-again`, { recursive: true });
  });
});

async function size(path: string): Promise<number> {
  return (await stat(path)).size;
}

async function truncateTo(path: string, bytes: number): Promise<void> {
  if ((await size(path)) > bytes) await truncate(path, bytes);
}
