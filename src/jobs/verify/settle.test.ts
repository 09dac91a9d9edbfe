import { describe, expect, it } from 'vitest';
import type { ComparedTable, ComparedWarehouse } from '../../warehouse/compare.ts';
import type { TableShape } from '../../warehouse/shape.ts';
import { type Settling, settle } from './settle.ts';

const table = (name: string): ComparedTable => {
  const shape: TableShape = {
    ...{ name, rollup: name, grain: 'hour', kind: 'additive', about: '', columns: [] },
  };
  return { stream: 'shop', table: shape };
};

/** A warehouse whose tables have these prints, one list after the other; the last one stays. */
function warehouse(...prints: readonly Readonly<Record<string, string>>[]): ComparedWarehouse {
  let asked = 0;
  return {
    async fingerprint({ table: { name } }) {
      const now = prints[Math.min(Math.floor(asked / 2), prints.length - 1)];
      asked += 1;
      return now?.[name] ?? '';
    },
    async *rows() {},
    close: async () => undefined,
  };
}

function settling(other: ComparedWarehouse, more: Partial<Settling> = {}): Settling & { seen: number[] } {
  const seen: number[] = [];
  return {
    one: warehouse({ a: '1', b: '2' }),
    other,
    tables: [table('a'), table('b')],
    ...{ withinMs: 20_000, quietMs: 10_000, signal: new AbortController().signal, seen },
    onProgress: (equal) => seen.push(equal),
    check: async () => undefined,
    ...more,
  };
}

describe('waiting for another engine', () => {
  it('ends as soon as all tables are equal', async () => {
    const work = settling(warehouse({ a: '0', b: '0' }, { a: '1', b: '1' }, { a: '1', b: '2' }));
    await settle(work);
    expect(work.seen).toEqual([0, 1, 2]);
  });

  it('ends when nothing changes for long', async () => {
    const work = settling(warehouse({ a: '1', b: '1' }), { quietMs: 700 });
    await settle(work);
    expect(work.seen.length).toBeLessThan(6);
  });

  it('ends when time is up, though figures still change', async () => {
    const changing = Array.from({ length: 100 }, (_, n) => ({ a: `x${n}`, b: '2' }));
    const work = settling(warehouse(...changing), { withinMs: 700 });
    await settle(work);
    expect(work.seen.length).toBeLessThan(6);
  });

  it('fails with the engine, and with an interruption', async () => {
    const ended = settling(warehouse({}), { check: () => Promise.reject(new Error('the job has ended')) });
    await expect(settle(ended)).rejects.toThrow('the job has ended');
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(settle(settling(warehouse({}), { signal: stopped }))).rejects.toThrow('stopped');
  });
});
