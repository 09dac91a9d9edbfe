import { describe, expect, it } from 'vitest';
import { call } from './testing/command-line.ts';

const result = { rows: { click_hours: { before: 10, after: 11, added: 2, removed: 1, changed: 3 } } };
const same = { rows: { click_hours: { before: 10, after: 10, added: 0, removed: 0, changed: 0 } } };

describe('rebuild', () => {
  it('shows which rows differ', async () => {
    const { ran, stdout } = await call('rebuild clicks', { jobs: { rebuild: async () => result } });
    expect(ran).toEqual([{ name: 'rebuild', args: { stream: 'clicks', dryRun: false } }]);
    expect(stdout).toMatch(/^click_hours +10 +11 +2 +1 +3$/m);
    expect(stdout).toContain('The new rows are in place.');
  });

  it('can leave everything as it is', async () => {
    const { ran, stdout } = await call('rebuild clicks --dry-run', { jobs: { rebuild: async () => result } });
    expect(ran[0]?.args).toEqual({ stream: 'clicks', dryRun: true });
    expect(stdout).toContain('Nothing was changed.');
    const none = await call('rebuild clicks', { jobs: { rebuild: async () => same } });
    expect(none.stdout).toContain('No row differs.');
    const json = await call('rebuild clicks --json', { jobs: { rebuild: async () => result } });
    expect(JSON.parse(json.stdout)).toEqual(result);
  });
});
