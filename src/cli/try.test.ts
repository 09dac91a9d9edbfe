import { describe, expect, it } from 'vitest';
import type { Job } from '../jobs/host/guests.ts';
import { call } from './testing/command-line.ts';

const lines = [
  {
    line: 1,
    outcome: 'accepted',
    event: { id: '1', at: '2026-01-01T00:00:00Z', page: '/shop/ring', section: 'shop' },
  },
  { line: 2, outcome: 'rejected', reason: 'missing:id' },
];

const tryLines: Job = async (_args, onProgress) => {
  for (const line of lines) onProgress(line);
  return { lines: 2, skipped: 0 };
};

describe('try', () => {
  it('needs no warehouse and gives the job a file', async () => {
    const { opened, ran } = await call('try clicks - --format csv', { jobs: { try: tryLines }, stdin: 'x' });
    expect(opened).toEqual([{ command: 'try clicks', needs: 'engine' }]);
    expect(ran).toEqual([
      {
        name: 'try',
        args: { stream: 'clicks', path: expect.stringContaining('standard-input'), format: 'csv' },
      },
    ]);
  });

  it('prints one line of JSON for each line, in order, and nothing else', async () => {
    const { stdout, stderr, exit } = await call('try clicks - --json', {
      jobs: { try: tryLines },
      stdin: 'x',
    });
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(lines);
    expect([stderr, exit]).toEqual(['', 0]);
  });

  it('prints outcomes in words, with derived columns marked', async () => {
    const { stdout, stderr } = await call('try clicks -', { jobs: { try: tryLines }, stdin: 'x' });
    expect(stdout).toContain('line 1: accepted\n');
    expect(stdout).toMatch(/page +\/shop\/ring\n/);
    expect(stdout).toMatch(/section +shop {2}\(derived\)\n/);
    expect(stdout).toContain('line 2: rejected, a required field is missing: id\n');
    expect(stderr).toBe('2 lines: 1 accepted, 1 rejected; nothing was stored.\n');
  });

  it('says how many messages are no events of the stream', async () => {
    const likes: Job = async () => ({ lines: 0, skipped: 3 });
    const { stderr } = await call('try clicks -', { jobs: { try: likes }, stdin: 'x' });
    expect(stderr).toBe(
      '0 lines: 0 accepted, 0 rejected, 3 messages skipped as no events of this stream; nothing was stored.\n',
    );
  });

  it('sends no control characters of an event to the terminal', async () => {
    const evil: Job = async (_args, onProgress) => {
      onProgress({ line: 1, outcome: 'accepted', event: { page: 'a\u001b[2Jb\u0007c\nd' } });
      return { lines: 1, skipped: 0 };
    };
    const { stdout } = await call('try clicks -', { jobs: { try: evil }, stdin: 'x' });
    expect(stdout).toMatch(/page +a\\u001b\[2Jb\\u0007c\\u000ad\n/);
    expect(stdout).not.toContain('\u001b');
  });
});
