import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../event/clock.ts';
import { batchOf, readAll } from '../contract.suite.ts';
import { scratchFiles } from '../scratch.ts';
import { sliceOf } from '../slice.ts';
import { openSegmentLog } from './open.ts';

const shop = { stream: 'shop', source: 'collector' };
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'log-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function segments(): Promise<string[]> {
  const names = await readdir(join(dir, 'shop', 'collector'));
  return names.filter((name) => name.endsWith('.ndjson')).sort();
}

/** Five lines of 12 bytes. */
const five = (first: number) => batchOf(first + 10, 5);

describe('sealing', () => {
  it('begins a segment before it would grow too large, named by its offset', async () => {
    const log = await openSegmentLog({ dir, segmentBytes: 130 });
    for (let i = 0; i < 5; i += 1) await log.append('shop', 'collector', five(i * 5));
    expect(await segments()).toEqual([0, 120, 240].map((at) => `${String(at).padStart(20, '0')}.ndjson`));
    await log.close();
  });

  it('begins a segment when the last one has become old', async () => {
    const clock = fixedClock(0);
    const log = await openSegmentLog({ dir, clock, segmentAgeMs: 1000 });
    await log.append('shop', 'collector', five(0));
    clock.set(999);
    await log.append('shop', 'collector', five(5));
    clock.set(1000);
    await log.append('shop', 'collector', five(10));
    expect(await segments()).toHaveLength(2);
    await log.close();
  });

  it('hands a whole sealed segment over as the file it is', async () => {
    const log = await openSegmentLog({ dir, segmentBytes: 130 });
    for (let i = 0; i < 3; i += 1) await log.append('shop', 'collector', five(i * 5));
    const sealed = await log.read('shop', 'collector', 0n, 1000);
    expect(sealed).toMatchObject({ from: 0n, to: 120n, lines: 10 });
    expect(sealed?.file).toContain(`${'0'.repeat(20)}.ndjson`);
    const active = await log.read('shop', 'collector', 120n, 1000);
    expect(active).toMatchObject({ from: 120n, to: 180n, lines: 5, file: null });
    expect((await log.read('shop', 'collector', 60n, 1000))?.file).toBeNull();
    await log.close();
  });
});

describe('retention', () => {
  it('keeps committed segments up to a size and deletes the oldest beyond it', async () => {
    const log = await openSegmentLog({ dir, segmentBytes: 60, retainBytes: 2 * (60 + 32) });
    for (let i = 0; i < 6; i += 1) await log.append('shop', 'collector', five(i * 5));
    await log.truncateBefore('shop', 'collector', 59n);
    expect(await segments()).toHaveLength(6);
    await log.truncateBefore('shop', 'collector', 300n);
    expect(await segments()).toHaveLength(3);
    expect(log.usage().bytes).toBe(3 * (60 + 32));
    expect((await log.read('shop', 'collector', 0n, 1000))?.from).toBe(180n);
    await log.close();
    const again = await openSegmentLog({ dir });
    expect(again.usage().bytes).toBe(3 * (60 + 32));
    await again.close();
  });

  it('does not delete a segment that is being read', async () => {
    const log = await openSegmentLog({ dir, segmentBytes: 60, retainBytes: 0 });
    for (let i = 0; i < 3; i += 1) await log.append('shop', 'collector', five(i * 5));
    const read = await log.read('shop', 'collector', 0n, 1000);
    await log.truncateBefore('shop', 'collector', 120n);
    expect(await read?.data()).toEqual(five(0).data);
    expect(await segments()).toHaveLength(2);
    await read?.release();
    await log.truncateBefore('shop', 'collector', 120n);
    expect(await segments()).toHaveLength(1);
    await log.close();
  });
});

describe('the limit (D7)', () => {
  it('refuses with log_full and takes up again once events are committed', async () => {
    const log = await openSegmentLog({ dir, limitBytes: 300, segmentBytes: 130 });
    const taken: bigint[] = [];
    for (;;) {
      const result = await log.append('shop', 'collector', five(taken.length * 5)).catch((error) => error);
      if (result instanceof Error) {
        expect(result).toMatchObject({ code: 'log_full' });
        break;
      }
      taken.push(result[0].to);
    }
    expect(taken.length).toBeGreaterThanOrEqual(3);
    expect(log.usage().bytes).toBeLessThanOrEqual(300 + 32);
    await expect(log.append('shop', 'other', five(0))).rejects.toMatchObject({ code: 'log_full' });
    await log.truncateBefore('shop', 'collector', taken[1] ?? 0n);
    const [next] = await log.append('shop', 'collector', five(taken.length * 5));
    expect(next?.from).toBe(taken.at(-1));
    await log.close();
  });

  it('gives up the segment being written, too, when all of it is committed', async () => {
    const log = await openSegmentLog({ dir, limitBytes: 100 });
    const [first] = await log.append('shop', 'collector', five(0));
    const to = first?.to ?? -1n;
    await expect(log.append('shop', 'collector', five(5))).rejects.toMatchObject({ code: 'log_full' });
    await log.truncateBefore('shop', 'collector', to);
    const [appended] = await log.append('shop', 'collector', five(5));
    expect(appended?.from).toBe(to);
    expect((await readAll(log, shop, { from: to })).text).toBe(five(5).data.toString());
    await log.close();
  });

  it('counts what waits to be written', async () => {
    const log = await openSegmentLog({ dir, limitBytes: 500 });
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => log.append('shop', 'collector', five(i * 5))),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    await log.close();
  });
});

describe('slices of the log', () => {
  it('copies a piece into a scratch file, which is written over when released', async () => {
    const log = await openSegmentLog({ dir: join(dir, 'log') });
    const scratch = scratchFiles(join(dir, 'scratch'));
    await log.append('shop', 'collector', batchOf(0, 50));
    await log.append('shop', 'collector', batchOf(50, 2));
    const paths = new Set<string>();
    for (const maxBytes of [1000, 10, 10]) {
      const read = await log.read('shop', 'collector', 0n, maxBytes);
      if (read === null) throw new Error('nothing to read');
      const slice = await sliceOf(read, scratch);
      expect(await readFile(slice.path)).toEqual(
        (await readFile(join(dir, 'log', 'shop', 'collector', `${'0'.repeat(20)}.ndjson`))).subarray(
          0,
          slice.bytes,
        ),
      );
      expect(slice).toMatchObject({ ...shop, from: 0n, to: BigInt(slice.bytes) });
      paths.add(slice.path);
      await slice.release();
    }
    expect(paths.size).toBe(3);
    expect(await readdir(join(dir, 'scratch'))).toHaveLength(1);
    await scratch.close();
    expect(await readdir(join(dir, 'scratch'))).toHaveLength(0);
    await log.close();
  });
});
