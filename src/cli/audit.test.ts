import { describe, expect, it } from 'vitest';
import { call } from './testing/command-line.ts';

function audit(balanced: boolean) {
  return {
    balanced,
    streams: [
      {
        stream: 'clicks',
        received: 10,
        stored: 7,
        duplicate: 1,
        rejected: { total: 2, byReason: { not_json: 2 } },
        lake: { rows: balanced ? 7 : 6, files: 1, bytes: 100 },
        balanced,
        badFields: { page: 3 },
        lag: { events: 0, bytes: 0, seconds: 0 },
        deadLetters: 2,
        sources: [],
      },
    ],
    log: { bytes: 1, limitBytes: 2 },
    asOf: '2026-01-01T00:00:00Z',
  };
}

describe('audit', () => {
  it('shows the accounting and its reasons, and ends well when it adds up', async () => {
    const { exit, stdout, stderr } = await call('audit', { jobs: { audit: async () => audit(true) } });
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^clicks +10 +7 +1 +2 +7 +adds up$/m);
    expect(stdout).toContain('clicks: 2 rejected, the line is not valid JSON');
    expect(stdout).toContain('clicks: 3 unusable values of page became NULL');
    expect(stderr).toBe('');
  });

  it('says where stored events are that count no more', async () => {
    const [stream] = audit(true).streams;
    const lake = { rows: 7, files: 1, bytes: 100, expired: 1_000, removed: 4, forgotten: 2 };
    const revised = { ...audit(true), streams: [{ ...stream, lake, forgottenLetters: 5 }] };
    const { stdout } = await call('audit', { jobs: { audit: async () => revised } });
    expect(stdout).toContain('clicks: 1,000 have left the lake by its age limit');
    expect(stdout).toContain(
      'clicks: 2 were deleted or replaced by later events, and are gone from the lake',
    );
    expect(stdout).toContain('clicks: 4 were deleted or replaced by later events; the next compaction');
    expect(stdout).toContain('clicks: 5 of the rejected lines are gone, because their events were deleted');
  });

  it('ends with 1 when it does not add up, and names the stream', async () => {
    const world = { jobs: { audit: async () => audit(false) } };
    const words = await call('audit', world);
    expect(words.exit).toBe(1);
    expect(words.stdout).toContain('DOES NOT ADD UP');
    expect(words.stderr).toMatch(/^crosscurrent: The accounting of clicks does not add up\.[^\n]*\n$/);
    const json = await call('audit --json', world);
    expect(json.exit).toBe(1);
    expect(JSON.parse(json.stdout)).toEqual(audit(false));
  });
});
