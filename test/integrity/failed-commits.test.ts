// Commits that fail while the slices behind them are prepared and added up.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/event/clock.ts';
import { CrosscurrentError } from '../../src/event/errors.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import type { Warehouse } from '../../src/warehouse/contract.ts';
import { rollupRows, rollupTables } from './fold/tables.ts';
import { type EngineBench, type EngineHall, openHall } from './kit/engine.ts';

const START = Date.UTC(2026, 2, 3);
const EVERYTHING = { from: 0, to: Date.UTC(2100, 0, 1) };
const SOURCE = 'collector';
const SLICE = 100;

let hall: EngineHall;
beforeAll(async () => {
  hall = await openHall();
}, 120_000);
afterAll(async () => {
  await hall?.close();
}, 60_000);

/** Every second commit fails, after a while of its own. */
function failing(warehouse: Warehouse): Warehouse {
  let commits = 0;
  return {
    ...warehouse,
    async commit(batch) {
      commits += 1;
      if (commits % 2 === 0) return warehouse.commit(batch);
      await sleep((commits * 7) % 60);
      throw new CrosscurrentError('overtaken', `commit ${commits} fails`, 'Try again.');
    },
  };
}

/** Of the exchanges of lake files the first three are refused, as when another process takes back a row meanwhile. */
function overtaken(warehouse: Warehouse): Warehouse {
  let refused = 0;
  return {
    ...warehouse,
    swapLakeFiles(...files) {
      refused += 1;
      if (refused > 3) return warehouse.swapLakeFiles(...files);
      return Promise.reject(new CrosscurrentError('overtaken', `exchange ${refused} is refused`, ''));
    },
  };
}

function postLines(count: number): string[] {
  const posts = catalogue.find(({ name }) => name === 'posts');
  if (posts === undefined) throw new Error('no stream posts');
  const lines = posts.simulator({ seed: 11, rate: 20, start: START });
  return Array.from({ length: count }, () => lines.next().value.line);
}

/** Submits eight slices at once from wherever the warehouse stands, until all is in. @returns why slices failed */
async function bring(bench: EngineBench, lines: readonly string[]): Promise<unknown[]> {
  const reasons: unknown[] = [];
  for (;;) {
    const from = Number(await bench.warehouse.offset('posts', SOURCE));
    if (from >= lines.length) return reasons;
    const starts = Array.from({ length: 8 }, (_, index) => from + index * SLICE);
    const slices = await Promise.all(
      starts
        .filter((start) => start < lines.length)
        .map(async (start) => {
          const part = lines.slice(start, start + SLICE);
          const offset = BigInt(start);
          const about = { stream: 'posts', source: SOURCE, from: offset, lines: part };
          const slice = await hall.slice({ ...about, receivedAt: START + 86_400_000 });
          return {
            ...slice,
            to: offset + BigInt(part.length),
            offsetOf: (line: number) => offset + BigInt(line),
          };
        }),
    );
    const ended = await Promise.allSettled(slices.map((slice) => bench.engine.submit(slice)));
    reasons.push(...ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])));
  }
}

async function tablesOf(bench: EngineBench): Promise<Record<string, readonly string[]>> {
  const tables: Record<string, readonly string[]> = {};
  for (const table of await rollupTables(bench.reader, 'posts')) {
    tables[table] = await rollupRows(bench.reader, `posts.${table}`, EVERYTHING);
  }
  return tables;
}

describe('commits that fail', () => {
  it('[D2] [R1] tell whoever waits why, and change no row however often they do', async () => {
    const lines = postLines(3_000);
    const bench = await hall.open('failing', { clock: systemClock, through: failing });
    const one = await hall.open('steady', { clock: systemClock });
    try {
      const reasons = await bring(bench, lines);
      expect(reasons.length).toBeGreaterThan(10);
      const others = reasons.filter(
        (reason) => !(reason instanceof CrosscurrentError && reason.code === 'overtaken'),
      );
      expect(others).toEqual([]);
      expect(await bring(one, lines)).toEqual([]);
      await bench.engine.settle('posts');
      await one.engine.settle('posts');
      expect(await tablesOf(bench)).toEqual(await tablesOf(one));
      expect(bench.errors).toEqual([]);
    } finally {
      await bench.close();
      await one.close();
    }
  }, 180_000);

  it('[R1] [D3] are not the end of a compaction that another process overtakes', async () => {
    const lines = postLines(2_000);
    const bench = await hall.open('overtaken', { clock: systemClock, through: overtaken });
    try {
      await bring(bench, lines);
      const before = await bench.warehouse.lakeFiles('posts');
      await bench.engine.compact('posts');
      const after = await bench.warehouse.lakeFiles('posts');
      expect(after.length).toBeLessThan(before.length);
      expect(after.flatMap(({ removed = [] }) => removed)).toEqual([]);
      expect((await bench.warehouse.audit()).balanced).toBe(true);
    } finally {
      await bench.close();
    }
  }, 180_000);
});
