import { afterEach, describe, expect, it } from 'vitest';
import type { Batch, Log, LogRead } from './contract.ts';

/** A log under test: empty when `open` is called for the first time; `reopen` closes it and opens it again. */
export interface LogUnderTest {
  log: Log;
  reopen(): Promise<Log>;
  dispose(): Promise<void>;
}

const MUCH = 1_000_000;

/** `lines` numbered lines, as a batch. */
export function batchOf(first: number, lines: number): Batch {
  const numbered = Array.from({ length: lines }, (_, i) => `{"id":"${first + i}"}\n`);
  return { data: Buffer.from(numbered.join('')), lines };
}

/** All that is in the log from `from` on, read in pieces of at most `maxBytes`. */
export async function readAll(
  log: Log,
  name: { stream: string; source: string },
  { from = 0n, maxBytes = MUCH } = {},
): Promise<{ text: string; reads: LogRead[] }> {
  const reads: LogRead[] = [];
  const parts: Buffer[] = [];
  let at = from;
  for (;;) {
    const read = await log.read(name.stream, name.source, at, maxBytes);
    if (read === null) return { text: Buffer.concat(parts).toString(), reads };
    parts.push(await read.data());
    await read.release();
    reads.push(read);
    at = read.to;
  }
}

/** What every log has to do. Names are made of what all implementations take: letters, digits, `-`. */
export function describeLog(name: string, open: () => Promise<LogUnderTest>): void {
  describe(`log: ${name}`, () => {
    const opened: LogUnderTest[] = [];
    const shop = { stream: 'shop', source: 'collector' };

    async function start(): Promise<LogUnderTest> {
      const under = await open();
      opened.push(under);
      return under;
    }

    afterEach(async () => {
      for (const under of opened.splice(0)) await under.dispose();
    });

    it('is empty at first', async () => {
      const { log } = await start();
      expect(log.end('shop', 'collector')).toBe(0n);
      expect(log.sources()).toEqual([]);
      expect(await log.read('shop', 'collector', 0n, MUCH)).toBeNull();
    });

    it('gives a batch its place and hands it back whole', async () => {
      const { log } = await start();
      const batch = batchOf(0, 3);
      const appended = await log.append('shop', 'collector', batch);
      expect(appended).toEqual({ from: 0n, to: BigInt(batch.data.length) });
      expect(log.end('shop', 'collector')).toBe(appended.to);
      const read = await log.read('shop', 'collector', 0n, MUCH);
      expect(read).toMatchObject({ ...shop, ...appended, lines: 3, bytes: batch.data.length });
      expect(await read?.data()).toEqual(batch.data);
      await read?.release();
      expect(await log.read('shop', 'collector', appended.to, MUCH)).toBeNull();
    });

    it('keeps the order of the calls when many append at once', async () => {
      const { log } = await start();
      const batches = Array.from({ length: 200 }, (_, i) => batchOf(i * 10, 1 + (i % 3)));
      const places = await Promise.all(batches.map((batch) => log.append('shop', 'collector', batch)));
      let at = 0n;
      for (const [i, place] of places.entries()) {
        expect(place.from).toBe(at);
        at += BigInt(batches[i]?.data.length ?? 0);
        expect(place.to).toBe(at);
      }
      const { text, reads } = await readAll(log, shop);
      expect(text).toBe(Buffer.concat(batches.map(({ data }) => data)).toString());
      expect(reads.reduce((sum, { lines }) => sum + lines, 0)).toBe(
        batches.reduce((sum, { lines }) => sum + lines, 0),
      );
    });

    it('keeps streams and sources apart', async () => {
      const { log } = await start();
      const names = ['posts', 'shop'].flatMap((stream) => ['a', 'b'].map((source) => ({ stream, source })));
      await Promise.all(names.map((n, i) => log.append(n.stream, n.source, batchOf(i * 100, i + 1))));
      expect(log.sources()).toEqual(names);
      for (const [i, n] of names.entries()) {
        expect((await readAll(log, n)).text).toBe(batchOf(i * 100, i + 1).data.toString());
      }
    });

    it('reads in pieces that join without gap or overlap and end with a line', async () => {
      const { log } = await start();
      const batches = Array.from({ length: 40 }, (_, i) => batchOf(i * 100, 1 + ((i * 7) % 30)));
      for (const batch of batches) await log.append('shop', 'collector', batch);
      const all = Buffer.concat(batches.map(({ data }) => data)).toString();
      for (const maxBytes of [1, 30, 200, 1000, MUCH]) {
        const { text, reads } = await readAll(log, shop, { maxBytes });
        expect(text).toBe(all);
        for (const read of reads) {
          const piece = all.slice(Number(read.from), Number(read.to));
          expect(piece.endsWith('\n')).toBe(true);
          expect(piece.split('\n').length - 1).toBe(read.lines);
          expect(read.bytes <= maxBytes || read.lines === 1).toBe(true);
        }
      }
    });

    it('hands over whole batches when they fit', async () => {
      const { log } = await start();
      const ends = [0n];
      for (let i = 0; i < 10; i += 1) {
        ends.push((await log.append('shop', 'collector', batchOf(i * 10, 5))).to);
      }
      const { reads } = await readAll(log, shop, { maxBytes: 200 });
      for (const read of reads) expect(ends).toContain(read.to);
    });

    it('says when something became durable, until told to stop', async () => {
      const { log } = await start();
      const heard: { stream: string; source: string; to: bigint }[] = [];
      const stop = log.onAppend((appended) => heard.push(appended));
      const { to } = await log.append('shop', 'collector', batchOf(0, 1));
      await expect.poll(() => heard).toMatchObject([{ ...shop, to }]);
      stop();
      await log.append('shop', 'collector', batchOf(1, 1));
      expect(heard).toHaveLength(1);
    });

    it('has everything that was acknowledged after it was opened again (D1)', async () => {
      const { log, reopen } = await start();
      const first = await log.append('shop', 'collector', batchOf(0, 3));
      const again = await reopen();
      expect(again.end('shop', 'collector')).toBe(first.to);
      expect(again.sources()).toEqual([shop]);
      const second = await again.append('shop', 'collector', batchOf(3, 3));
      expect(second.from).toBe(first.to);
      expect((await readAll(again, shop)).text).toBe(batchOf(0, 6).data.toString());
    });

    it('takes a truncation to the end, and goes on behind it', async () => {
      const { log, reopen } = await start();
      const { to } = await log.append('shop', 'collector', batchOf(0, 3));
      await log.truncateBefore('shop', 'collector', to);
      expect(log.end('shop', 'collector')).toBe(to);
      const again = await reopen();
      expect((await again.append('shop', 'collector', batchOf(3, 1))).from).toBe(to);
      expect((await readAll(again, shop, { from: to })).text).toBe(batchOf(3, 1).data.toString());
    });

    it('never gives a new event an offset that was committed before the log was lost', async () => {
      const { log, reopen } = await start();
      await log.truncateBefore('shop', 'collector', 5000n);
      expect(log.end('shop', 'collector')).toBe(5000n);
      const again = await reopen();
      expect((await again.append('shop', 'collector', batchOf(0, 1))).from).toBe(5000n);
      expect((await readAll(again, shop, { from: 0n })).text).toBe(batchOf(0, 1).data.toString());
    });

    it('forgets what was committed when it is asked to, and nothing else', async () => {
      const { log, reopen } = await start();
      const { to } = await log.append('shop', 'collector', batchOf(0, 3));
      await log.append('shop', 'collector', batchOf(3, 2));
      await log.forgetCommitted('shop');
      expect((await readAll(log, shop, { from: 0n })).text).toBe(batchOf(0, 5).data.toString());
      await log.truncateBefore('shop', 'collector', to);
      await log.forgetCommitted('shop');
      const { to: end } = await log.append('shop', 'collector', batchOf(5, 1));
      await log.truncateBefore('shop', 'collector', end);
      await log.forgetCommitted('shop');
      expect((await readAll(log, shop, { from: 0n })).text).toBe('');
      const again = await reopen();
      expect(again.end('shop', 'collector')).toBe(end);
      expect((await readAll(again, shop, { from: 0n })).text).toBe('');
    });

    it('takes an empty batch as nothing', async () => {
      const { log } = await start();
      const { to } = await log.append('shop', 'collector', batchOf(0, 1));
      const nothing = await log.append('shop', 'collector', { data: Buffer.alloc(0), lines: 0 });
      expect(nothing).toEqual({ from: to, to });
    });

    it('says how much it holds', async () => {
      const { log } = await start();
      const before = log.usage().bytes;
      const batch = batchOf(0, 100);
      await log.append('shop', 'collector', batch);
      expect(log.usage().bytes).toBeGreaterThanOrEqual(before + batch.data.length);
      expect(log.usage().limitBytes).toBeGreaterThan(log.usage().bytes);
    });
  });
}
