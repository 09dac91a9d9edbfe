import { describe, expect, it } from 'vitest';
import type { Job } from '../jobs/host/guests.ts';
import { call } from './testing/command-line.ts';

const sale = {
  id: 'summer-sale',
  name: 'Summer sale',
  any: ['summer sale', '#summersale'],
  none: ['garage'],
  language: 'en',
  platform: null,
  from: null,
  to: '2026-02-01T00:00:00Z',
  colour: '#0072b2',
  state: 'ready',
  progress: { done: 10, total: 10 },
  mentions: 1234,
  createdAt: '2026-01-01T00:00:00Z',
  changedAt: '2026-01-01T00:00:00Z',
};
const answer: Job = async () => sale;
const ADD = ['campaign', 'add', 'Summer sale', '--any', 'summer sale', '#summersale'];

describe('campaign', () => {
  it('add sends what was written, waits, and says what was found', async () => {
    const more = ['--none', 'garage', '--language', 'en', '--to', '2026-01-31'];
    const { ran, stdout, exit } = await call([...ADD, ...more], { jobs: { 'campaign.add': answer } });
    expect(ran).toEqual([
      {
        name: 'campaign.add',
        args: {
          campaign: {
            name: 'Summer sale',
            any: ['summer sale', '#summersale'],
            none: ['garage'],
            language: 'en',
            to: '2026-01-31',
          },
          wait: true,
        },
      },
    ]);
    expect(stdout).toBe('Summer sale (summer-sale): 1,234 mentions\n');
    expect(exit).toBe(0);
  });

  it('add may go on without waiting, and answers as JSON', async () => {
    const matching: Job = async () => ({ ...sale, state: 'matching', progress: { done: 1, total: 5000 } });
    const jobs = { 'campaign.add': matching };
    const { ran, stdout } = await call([...ADD, '--no-wait'], { jobs });
    expect(ran[0]?.args).toMatchObject({ wait: false });
    expect(stdout).toContain('1,234 mentions (1 of 5,000 stored events looked through)');
    expect(JSON.parse((await call([...ADD, '--json'], { jobs })).stdout)).toMatchObject({
      id: 'summer-sale',
    });
  });

  it('add teaches, and asks for words', async () => {
    const help = await call('campaign add --help');
    expect(help.stdout).toContain('these words one behind the other');
    expect(help.stdout).toContain(
      "crosscurrent campaign add 'Summer sale' --any 'summer sale' '#summersale'",
    );
    const none = await call('campaign add Sale');
    expect(none.exit).toBe(2);
    expect(none.stderr).toContain('A campaign needs words to look for.');
  });

  it('list shows all, and how to begin when there are none', async () => {
    const one = await call('campaign', { jobs: { 'campaign.list': async () => ({ campaigns: [sale] }) } });
    expect(one.stdout).toMatch(/^summer-sale +Summer sale +summer sale, #summersale +1,234$/m);
    const none = await call('campaign list', { jobs: { 'campaign.list': async () => ({ campaigns: [] }) } });
    expect(none.stdout).toContain('crosscurrent campaign add');
  });

  it('show tells words and limits', async () => {
    const { ran, stdout } = await call('campaign show summer-sale', { jobs: { 'campaign.show': answer } });
    expect(ran).toEqual([{ name: 'campaign.show', args: { campaign: 'summer-sale' } }]);
    expect(stdout).toContain('none of   garage');
    expect(stdout).toContain('to        2026-02-01T00:00:00Z');
    expect(stdout).toContain('mentions  1,234\n');
  });

  it('edit changes what is named and clears limits', async () => {
    const jobs = { 'campaign.edit': answer };
    const { ran } = await call(
      ['campaign', 'edit', 'summer-sale', '--any', 'sale', '--clear', 'none', 'language', '--name', 'Sale'],
      { jobs },
    );
    expect(ran[0]?.args).toEqual({
      campaign: 'summer-sale',
      change: { any: ['sale'], none: [], language: null, name: 'Sale' },
      wait: true,
    });
    expect((await call('campaign edit summer-sale', { jobs })).stderr).toContain('Nothing is to be changed.');
    expect((await call('campaign edit summer-sale --clear colour', { jobs })).exit).toBe(2);
  });

  it('remove says what it was', async () => {
    const { ran, stdout } = await call('campaign remove summer-sale', {
      jobs: { 'campaign.remove': answer },
    });
    expect(ran).toEqual([{ name: 'campaign.remove', args: { campaign: 'summer-sale' } }]);
    expect(stdout).toBe('Summer sale (summer-sale) is removed.\n');
  });
});
