import { describe, expect, it } from 'vitest';
import type { Statement } from '../answer.ts';
import { keepRows } from './kept-rows.ts';

const statement = (text: string): Statement => ({ engine: 'postgresql', text, values: ['sale'] });

/** A warehouse that says how often it was asked. */
function warehouse(rows = 1) {
  const asked: string[] = [];
  const ask = async (sql: string) => {
    asked.push(sql);
    if (sql === 'fails') throw new Error('away');
    return Array.from({ length: rows }, () => ({ asked: asked.length }));
  };
  return { asked, ask };
}

describe('kept rows', () => {
  it('are those of the same statement, values and version', async () => {
    const { asked, ask } = warehouse();
    const kept = keepRows();
    expect(await kept.read(statement('a'), '1', ask)).toEqual([{ asked: 1 }]);
    expect(await kept.read(statement('a'), '1', ask)).toEqual([{ asked: 1 }]);
    expect(await kept.read(statement('a'), '2', ask)).toEqual([{ asked: 2 }]);
    expect(await kept.read({ ...statement('a'), values: ['tea'] }, '2', ask)).toEqual([{ asked: 3 }]);
    expect(asked).toEqual(['a', 'a', 'a']);
  });

  it('are asked for once by all who want them at the same time', async () => {
    const { asked, ask } = warehouse();
    const kept = keepRows();
    await Promise.all([1, 2, 3].map(() => kept.read(statement('a'), '1', ask)));
    expect(asked).toEqual(['a']);
  });

  it('are forgotten when they could not be read', async () => {
    const { asked, ask } = warehouse();
    const kept = keepRows();
    await expect(kept.read(statement('fails'), '1', ask)).rejects.toThrow('away');
    await expect(kept.read(statement('fails'), '1', ask)).rejects.toThrow('away');
    expect(asked).toEqual(['fails', 'fails']);
  });

  it('are bounded: those that were asked for longest ago go first', async () => {
    const { asked, ask } = warehouse(30_000);
    const kept = keepRows();
    for (const one of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'b']) await kept.read(statement(one), '1', ask);
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'b']);
  });
});
