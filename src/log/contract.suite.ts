import { afterEach, describe, expect, it } from 'vitest';
import type { Appended, Batch, Log, LogRead, SourceName } from './contract.ts';

/** A log under test: empty when `open` is called for the first time; `reopen` closes it and opens it again. */
export interface LogUnderTest {
  log: Log;
  reopen(): Promise<Log>;
  dispose(): Promise<void>;
}

/** In what logs may differ. */
export interface LogKind {
  readonly name: string;
  /** Where lines can lie that this sender appends. */
  readonly sourcesOf: (sender: string) => readonly string[];
  /** Whether each sender has a source of its own, which then holds whole batches. */
  readonly keepsSendersApart: boolean;
  /** Whether it can go on at an offset behind its end; else it refuses to go on at all. */
  readonly goesOnBehindItsEnd: boolean;
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

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}

function numberIn(line: string): number {
  const { id }: { id: string } = JSON.parse(line);
  return Number(id);
}

/** What the batches hold, as one text. */
function textOf(batches: readonly Batch[]): string {
  return Buffer.concat(batches.map(({ data }) => data)).toString();
}

function total(places: readonly Appended[]): bigint {
  return places.reduce((sum, { from, to }) => sum + to - from, 0n);
}

/** What every log has to do. Names are made of what all implementations take: letters, digits, `-`. */
export function describeLog(kind: LogKind, open: () => Promise<LogUnderTest>): void {
  describe(`log: ${kind.name}`, () => {
    const opened: LogUnderTest[] = [];
    const own = kind.sourcesOf('collector');

    /** Size of a batch in offsets. */
    const sizeOf = (log: Log, { data, lines }: Batch): bigint =>
      BigInt(log.unit === 'bytes' ? data.length : lines);

    /** All lines of a sender's sources, source by source; the batches that they are made of hold ascending numbers. */
    const readSender = async (
      log: Log,
      { stream = 'shop', sender = 'collector', from = new Map<string, bigint>(), maxBytes = MUCH } = {},
    ) => {
      const texts: string[] = [];
      const reads: LogRead[] = [];
      for (const source of kind.sourcesOf(sender)) {
        const all = await readAll(log, { stream, source }, { from: from.get(source) ?? 0n, maxBytes });
        texts.push(all.text);
        reads.push(...all.reads);
      }
      return { texts, reads };
    };

    /** The sources together hold these batches, each line once; each source keeps their order. */
    const expectBatches = (texts: readonly string[], batches: readonly Batch[]): void => {
      const expected = linesOf(textOf(batches));
      const numbers = new Map(expected.map((line, i) => [line, i]));
      for (const text of texts) {
        const places = linesOf(text).map((line) => numbers.get(line) ?? -1);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }
      expect(texts.flatMap(linesOf).toSorted()).toEqual(expected.toSorted());
      if (texts.length === 1) expect(texts[0]).toBe(textOf(batches));
    };

    const ends = (log: Log, stream = 'shop'): Map<string, bigint> =>
      new Map(own.map((source) => [source, log.end(stream, source)]));

    const truncateAll = async (log: Log, places: readonly Appended[]): Promise<void> => {
      for (const { stream, source, to } of places) await log.truncateBefore(stream, source, to);
    };

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
      for (const source of own) {
        expect(log.end('shop', source)).toBe(0n);
        expect(await log.read('shop', source, 0n, MUCH)).toBeNull();
      }
      expect(log.sources()).toEqual([]);
    });

    it('gives a batch its place and hands it back whole', async () => {
      const { log } = await start();
      const batch = batchOf(0, 3);
      const places = await log.append('shop', 'collector', batch);
      expect(total(places)).toBe(sizeOf(log, batch));
      const texts: string[] = [];
      for (const place of places) {
        expect(own).toContain(place.source);
        expect(place).toMatchObject({ stream: 'shop', from: 0n });
        expect(log.end('shop', place.source)).toBe(place.to);
        const read = await log.read('shop', place.source, 0n, MUCH);
        const data = (await read?.data()) ?? Buffer.alloc(0);
        const lines = linesOf(data.toString()).length;
        expect(read).toMatchObject({ ...place, lines, bytes: data.length });
        expect(sizeOf(log, { data, lines })).toBe(place.to - place.from);
        texts.push(data.toString());
        await read?.release();
        expect(await log.read('shop', place.source, place.to, MUCH)).toBeNull();
      }
      expectBatches(texts, [batch]);
    });

    it('keeps the order of the calls when many append at once', async () => {
      const { log } = await start();
      const batches = Array.from({ length: 200 }, (_, i) => batchOf(i * 10, 1 + (i % 3)));
      const places = await Promise.all(batches.map((batch) => log.append('shop', 'collector', batch)));
      const at = new Map<string, bigint>();
      for (const [i, pieces] of places.entries()) {
        expect(total(pieces)).toBe(sizeOf(log, batches[i] ?? batchOf(0, 0)));
        for (const { source, from, to } of pieces) {
          expect(from).toBe(at.get(source) ?? 0n);
          at.set(source, to);
        }
      }
      const { texts, reads } = await readSender(log);
      expectBatches(texts, batches);
      expect(reads.reduce((sum, { lines }) => sum + lines, 0)).toBe(
        batches.reduce((sum, { lines }) => sum + lines, 0),
      );
    });

    it('keeps streams apart, and senders if it says so', async () => {
      const { log } = await start();
      const names = ['posts', 'shop'].flatMap((stream) => ['a', 'b'].map((sender) => ({ stream, sender })));
      const batches = names.map((_, i) => batchOf(i * 100, i + 1));
      const places = await Promise.all(
        names.map((n, i) => log.append(n.stream, n.sender, batches[i] ?? batchOf(0, 0))),
      );
      const filled = places.flat().map(({ stream, source }) => `${stream} ${source}`);
      expect(log.sources().map(({ stream, source }) => `${stream} ${source}`)).toEqual(
        [...new Set(filled)].toSorted(),
      );
      for (const stream of ['posts', 'shop']) {
        const sent = batches.filter((_, i) => names[i]?.stream === stream);
        if (!kind.keepsSendersApart) {
          const { texts } = await readSender(log, { stream });
          expect(texts.flatMap(linesOf).toSorted()).toEqual(linesOf(textOf(sent)).toSorted());
          continue;
        }
        for (const [i, sender] of ['a', 'b'].entries()) {
          const { texts } = await readSender(log, { stream, sender });
          expectBatches(texts, sent.slice(i, i + 1));
        }
      }
    });

    it('reads in pieces that join without gap or overlap and end with a line', async () => {
      const { log } = await start();
      const batches = Array.from({ length: 40 }, (_, i) => batchOf(i * 100, 1 + ((i * 7) % 30)));
      for (const batch of batches) await log.append('shop', 'collector', batch);
      for (const maxBytes of [1, 30, 200, 1000, MUCH]) {
        const { texts, reads } = await readSender(log, { maxBytes });
        expectBatches(texts, batches);
        for (const read of reads) {
          const all = texts[own.indexOf(read.source)] ?? '';
          const [from, to] = [Number(read.from), Number(read.to)];
          const lines = linesOf(all).map((line) => `${line}\n`);
          const piece = log.unit === 'bytes' ? all.slice(from, to) : lines.slice(from, to).join('');
          expect(piece.endsWith('\n')).toBe(true);
          expect(linesOf(piece)).toHaveLength(read.lines);
          expect(Buffer.byteLength(piece)).toBe(read.bytes);
          expect(read.bytes <= maxBytes || read.lines === 1).toBe(true);
        }
      }
    });

    // Where senders share a partition there are no batches of one of them.
    if (kind.keepsSendersApart) {
      it('hands over whole batches when they fit', async () => {
        const { log } = await start();
        const boundaries = [0n];
        for (let i = 0; i < 10; i += 1) {
          const [place] = await log.append('shop', 'collector', batchOf(i * 10, 5));
          boundaries.push(place?.to ?? -1n);
        }
        const { reads } = await readSender(log, { maxBytes: 200 });
        for (const read of reads) expect(boundaries).toContain(read.to);
      });
    }

    it('says when something became durable, until told to stop', async () => {
      const { log } = await start();
      const heard: (SourceName & { to: bigint })[] = [];
      const stop = log.onAppend((appended) => heard.push(appended));
      const [place] = await log.append('shop', 'collector', batchOf(0, 1));
      expect(place).toBeDefined();
      await expect
        .poll(() => heard)
        .toMatchObject([{ stream: 'shop', source: place?.source, to: place?.to }]);
      stop();
      await log.append('shop', 'collector', batchOf(1, 1));
      expect(heard).toHaveLength(1);
    });

    it('has everything that was acknowledged after it was opened again (D1)', async () => {
      const { log, reopen } = await start();
      const places = await log.append('shop', 'collector', batchOf(0, 3));
      const before = ends(log);
      const again = await reopen();
      expect(ends(again)).toEqual(before);
      const filled = places.map(({ stream, source }) => ({ stream, source }));
      expect(again.sources()).toEqual(filled.toSorted((a, b) => (a.source < b.source ? -1 : 1)));
      for (const { source, from } of await again.append('shop', 'collector', batchOf(3, 3))) {
        expect(from).toBe(before.get(source));
      }
      expectBatches((await readSender(again)).texts, [batchOf(0, 6)]);
    });

    it('takes a truncation to the end, and goes on behind it', async () => {
      const { log, reopen } = await start();
      await truncateAll(log, await log.append('shop', 'collector', batchOf(0, 3)));
      const before = ends(log);
      const again = await reopen();
      expect(ends(again)).toEqual(before);
      const [next] = await again.append('shop', 'collector', batchOf(3, 1));
      expect(next?.from).toBe(before.get(next?.source ?? ''));
      expectBatches((await readSender(again, { from: before })).texts, [batchOf(3, 1)]);
    });

    it('never gives a new event an offset that was committed before the log was lost', async () => {
      const { log, reopen } = await start();
      const source = own[0] ?? '';
      if (!kind.goesOnBehindItsEnd) {
        await expect(log.truncateBefore('shop', source, 5000n)).rejects.toMatchObject({
          code: 'log_unavailable',
        });
        await expect(log.append('shop', 'collector', batchOf(0, 50))).rejects.toMatchObject({
          code: 'log_unavailable',
        });
        expect((await readAll(log, { stream: 'shop', source }, { from: 0n })).text).toBe('');
        return;
      }
      await log.truncateBefore('shop', source, 5000n);
      expect(log.end('shop', source)).toBe(5000n);
      const again = await reopen();
      const [next] = await again.append('shop', 'collector', batchOf(0, 1));
      expect(next).toMatchObject({ source, from: 5000n });
      expect((await readAll(again, { stream: 'shop', source }, { from: 0n })).text).toBe(
        batchOf(0, 1).data.toString(),
      );
    });

    it('forgets what was committed when it is asked to, and nothing else', async () => {
      const { log, reopen } = await start();
      const first = await log.append('shop', 'collector', batchOf(0, 3));
      const second = await log.append('shop', 'collector', batchOf(3, 2));
      await log.forgetCommitted('shop');
      expectBatches((await readSender(log)).texts, [batchOf(0, 5)]);
      await truncateAll(log, first);
      await log.forgetCommitted('shop');
      const left = (await readSender(log)).texts.flatMap(linesOf).map(numberIn);
      expect(left).toEqual(expect.arrayContaining([3, 4]));
      const last = await log.append('shop', 'collector', batchOf(5, 1));
      await truncateAll(log, [...second, ...last]);
      await log.forgetCommitted('shop');
      expect((await readSender(log)).texts.join('')).toBe('');
      const before = ends(log);
      const again = await reopen();
      expect(ends(again)).toEqual(before);
      expect((await readSender(again)).texts.join('')).toBe('');
    });

    it('takes an empty batch as nothing', async () => {
      const { log } = await start();
      await log.append('shop', 'collector', batchOf(0, 1));
      const before = ends(log);
      expect(await log.append('shop', 'collector', { data: Buffer.alloc(0), lines: 0 })).toEqual([]);
      expect(ends(log)).toEqual(before);
    });

    it('says how much it holds', async () => {
      const { log } = await start();
      const before = log.usage().bytes;
      const batch = batchOf(0, 100);
      await log.append('shop', 'collector', batch);
      const { bytes, limitBytes } = log.usage();
      expect(bytes).toBeGreaterThanOrEqual(before + batch.data.length);
      expect(limitBytes === 0 || limitBytes > bytes).toBe(true);
    });
  });
}
