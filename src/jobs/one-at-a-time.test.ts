import { describe, expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

/** Work that notes when it begins and ends. */
function noted(log: string[], name: string, fails = false): () => Promise<string> {
  return async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.push(`${name} ends`);
    if (fails) throw new Error(name);
    return name;
  };
}

describe('oneAtATime', () => {
  it('runs work of one key in the order of the calls, whatever fails', async () => {
    const log: string[] = [];
    const run = oneAtATime();
    const all = [run('k', noted(log, 'a')), run('k', noted(log, 'b', true)), run('k', noted(log, 'c'))];
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('holds up no other key', async () => {
    const log: string[] = [];
    const run = oneAtATime();
    await Promise.all([run('k', noted(log, 'a')), run('other', noted(log, 'b'))]);
    expect(log.slice(0, 2)).toEqual(['a begins', 'b begins']);
  });
});
