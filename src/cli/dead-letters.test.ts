import { describe, expect, it } from 'vitest';
import type { Job } from '../jobs/host/guests.ts';
import { call } from './testing/command-line.ts';

const letter = {
  id: '17',
  stream: 'clicks',
  source: 'collector',
  offset: '4096',
  reason: 'bad:at',
  words: 'a required field has an unusable value: at',
  raw: `{"at":"\u001bred${'x'.repeat(100)}`,
  bytes: 120,
  receivedAt: '2026-01-01T00:00:00Z',
  replayedAt: null,
};
const list: Job = async () => ({ total: 40, rows: [letter] });

describe('dead-letters', () => {
  it.each([
    ['dead-letters', { limit: 50 }],
    ['dead-letters clicks', { stream: 'clicks', limit: 50 }],
    [
      'dead-letters list clicks --reason bad:at --limit 5 --before 17',
      { stream: 'clicks', reason: 'bad:at', limit: 5, before: '17' },
    ],
  ])('%s lists', async (args, expected) => {
    const { ran, stdout, exit } = await call(args, { jobs: { 'dead-letters.list': list } });
    expect(ran).toEqual([{ name: 'dead-letters.list', args: expected }]);
    expect(stdout).toMatch(
      /^17 +clicks +2026-01-01T00:00:00Z +a required field has an unusable value: at +\{"at":"\\u001bredx+…$/m,
    );
    expect(stdout).toContain('1 of 40 dead letters.');
    expect(exit).toBe(0);
  });

  it('lists as JSON, and says when there are none', async () => {
    const json = await call('dead-letters --json', { jobs: { 'dead-letters.list': list } });
    expect(JSON.parse(json.stdout)).toEqual({ total: 40, rows: [letter] });
    const none = await call('dead-letters', {
      jobs: { 'dead-letters.list': async () => ({ total: 0, rows: [] }) },
    });
    expect(none.stdout).toBe('No dead letters.\n');
  });

  it('shows one whole, without what would steer the terminal, and raw when asked', async () => {
    const jobs = { 'dead-letters.show': async () => letter };
    const shown = await call('dead-letters show 17', { jobs });
    expect(shown.ran).toEqual([{ name: 'dead-letters.show', args: { id: '17' } }]);
    expect(shown.stdout).toContain('collector, offset 4096');
    expect(shown.stdout).toContain('x'.repeat(100));
    expect(shown.stdout).not.toContain('\u001b');
    expect((await call('dead-letters show 17 --raw', { jobs })).stdout).toBe(`${letter.raw}\n`);
  });

  it('says where replayed lines are with a log in Kafka', async () => {
    const say = (inWarehouse: boolean) =>
      call('dead-letters replay clicks', {
        jobs: { 'dead-letters.replay': async () => ({ replayed: 5, sent: 5, inWarehouse }) },
      });
    expect((await say(true)).stdout).toBe(
      'clicks: 5 lines sent to Kafka again, and are in the warehouse; `crosscurrent audit` shows what became of them\n',
    );
    expect((await say(false)).stdout).toContain(
      '5 lines sent to Kafka again, and wait there to be taken in;',
    );
  });

  it('replays all of a stream, or some', async () => {
    const jobs = {
      'dead-letters.replay': async () => ({ replayed: 5, stored: 3, duplicate: 1, rejected: 1 }),
    };
    const all = await call('dead-letters replay clicks', { jobs });
    expect(all.ran).toEqual([{ name: 'dead-letters.replay', args: { stream: 'clicks' } }]);
    expect(all.stdout).toBe('clicks: 5 lines replayed: 3 stored, 1 duplicate, 1 rejected again\n');
    const some = await call('dead-letters replay clicks 1 2', { jobs });
    expect(some.ran[0]?.args).toEqual({ stream: 'clicks', ids: ['1', '2'] });
  });
});
