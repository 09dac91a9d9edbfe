import { describe, expect, it } from 'vitest';
import { call } from './testing/command-line.ts';

const result = {
  person: 'ann',
  streams: [
    { stream: 'clicks', events: 1200, deadLetters: 3 },
    { stream: 'notes', events: 0, deadLetters: 0 },
  ],
};
const nothing = { person: 'ann', streams: [{ stream: 'clicks', events: 0, deadLetters: 0 }] };

describe('forget', () => {
  it('says how many events of which stream are gone', async () => {
    const { ran, stdout } = await call('forget --author ann', { jobs: { forget: async () => result } });
    expect(ran).toEqual([{ name: 'forget', args: { person: 'ann' } }]);
    expect(stdout).toMatch(/^clicks +1,200 +3$/m);
    expect(stdout).toContain('1,200 events deleted.');
    const json = await call('forget --author ann --json', { jobs: { forget: async () => result } });
    expect(JSON.parse(json.stdout)).toEqual(result);
  });

  it('may be of one stream, and find nothing', async () => {
    const { ran, stdout } = await call('forget --author ann --stream clicks', {
      jobs: { forget: async () => nothing },
    });
    expect(ran[0]?.args).toEqual({ person: 'ann', stream: 'clicks' });
    expect(stdout).toContain('Nothing of this author counts.');
  });

  it('needs to know who, and a stream that there is', async () => {
    expect((await call('forget', { jobs: { forget: async () => nothing } })).exit).toBe(2);
    const unknown = await call('forget --author ann --stream nonsense', {
      jobs: { forget: async () => nothing },
    });
    expect(unknown).toMatchObject({ exit: 2, ran: [] });
  });
});
