import { describe, expect, it } from 'vitest';
import { keepAnswers } from './kept-answers.ts';

/** A warehouse that says how often it was asked. */
function warehouse(rows = 1) {
  const asked: string[] = [];
  const ask = (question: string) => async () => {
    asked.push(question);
    if (question === 'fails') throw new Error('away');
    return Array.from({ length: rows }, () => ({ asked: asked.length }));
  };
  return { asked, ask };
}

describe('kept answers', () => {
  it('are those of the same question and version', async () => {
    const { asked, ask } = warehouse();
    const kept = keepAnswers<{ asked: number }>();
    expect(await kept.read('a', '1', ask('a'))).toEqual([{ asked: 1 }]);
    expect(await kept.read('a', '1', ask('a'))).toEqual([{ asked: 1 }]);
    expect(await kept.read('a', '2', ask('a'))).toEqual([{ asked: 2 }]);
    expect(await kept.read('b', '2', ask('b'))).toEqual([{ asked: 3 }]);
    expect(asked).toEqual(['a', 'a', 'b']);
  });

  it('are asked for once by all who want them at the same time', async () => {
    const { asked, ask } = warehouse();
    const kept = keepAnswers<{ asked: number }>();
    await Promise.all([1, 2, 3].map(() => kept.read('a', '1', ask('a'))));
    expect(asked).toEqual(['a']);
  });

  it('are forgotten when they could not be read', async () => {
    const { asked, ask } = warehouse();
    const kept = keepAnswers<{ asked: number }>();
    await expect(kept.read('fails', '1', ask('fails'))).rejects.toThrow('away');
    await expect(kept.read('fails', '1', ask('fails'))).rejects.toThrow('away');
    expect(asked).toEqual(['fails', 'fails']);
  });

  it('are of one version at a time: an older one that comes late takes no place', async () => {
    const { asked, ask } = warehouse(60_000);
    const kept = keepAnswers<{ asked: number }>();
    for (const version of ['1', '2', '3']) await kept.read('a', version, ask('a'));
    await kept.read('b', '3', ask('b'));
    await kept.read('b', '3', ask('b'));
    expect(asked).toEqual(['a', 'a', 'a', 'b']);
  });

  it('are bounded: those that were asked for longest ago go first', async () => {
    const { asked, ask } = warehouse(30_000);
    const kept = keepAnswers<{ asked: number }>();
    for (const one of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'b']) await kept.read(one, '1', ask(one));
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'b']);
  });
});
