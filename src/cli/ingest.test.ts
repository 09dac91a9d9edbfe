import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../jobs/host/guests.ts';
import { call } from './testing/command-line.ts';

const accounting = {
  stream: 'clicks',
  received: 1000,
  stored: 990,
  duplicate: 4,
  rejected: { total: 6, byReason: { 'missing:id': 1, not_json: 5 } },
  seconds: 2,
  files: [],
};
const ingest: Job = async () => accounting;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crosscurrent-ingest-'));
  for (const name of ['a.ndjson', 'b.ndjson', 'c.csv']) writeFileSync(path.join(folder, name), 'x\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ingest', () => {
  it('hands files over as absolute paths, patterns and folders as the files they mean', async () => {
    const world = { jobs: { ingest }, workingFolder: folder };
    const files = (...names: string[]) => names.map((name) => path.join(folder, name));
    const one = await call('ingest clicks a.ndjson', world);
    expect(one.ran).toEqual([{ name: 'ingest', args: { stream: 'clicks', inputs: files('a.ndjson') } }]);
    expect(one.opened).toEqual([{ command: 'ingest clicks', needs: 'everything' }]);
    const pattern = await call('ingest clicks *.ndjson --format csv', world);
    expect(pattern.ran[0]?.args).toEqual({
      stream: 'clicks',
      inputs: files('a.ndjson', 'b.ndjson'),
      format: 'csv',
    });
    const all = await call('ingest clicks .', world);
    expect(all.ran[0]?.args).toEqual({ stream: 'clicks', inputs: files('a.ndjson', 'b.ndjson', 'c.csv') });
  });

  it('prints exactly the accounting as JSON', async () => {
    const { stdout, exit } = await call('ingest clicks a.ndjson --json', {
      jobs: { ingest },
      workingFolder: folder,
    });
    expect(exit).toBe(0);
    expect(stdout).toBe(
      '{"stream":"clicks","received":1000,"stored":990,"duplicate":4,"rejected":{"total":6,"byReason":{"missing:id":1,"not_json":5}},"seconds":2}\n',
    );
  });

  it('says what was sent to a log in Kafka, where it is, and where to see what became of it', async () => {
    const sent = {
      stream: 'clicks',
      sent: 1000,
      refused: 2,
      skipped: 0,
      bytes: 4 * 1024 * 1024,
      inWarehouse: true,
      waiting: 0,
      taken: true,
      sentIn: 2,
      seconds: 5,
      files: [{ path: 'old.ndjson', sent: 0, sentBefore: '2026-01-01T00:00:00Z' }],
    };
    const say = (result: object) =>
      call('ingest clicks a.ndjson', { jobs: { ingest: async () => result }, workingFolder: folder });
    expect((await say(sent)).stdout.split('\n')).toEqual([
      'clicks: 1,000 lines sent to Kafka in 2.0 s (500 lines/s, 2.0 MiB/s)',
      '  All are in the warehouse; `crosscurrent audit` shows what became of them.',
      '  2 lines of them cannot be read, and become dead letters',
      '  old.ndjson was sent whole at 2026-01-01T00:00:00Z; nothing of it was sent again',
      '',
    ]);
    const waiting = await say({ ...sent, inWarehouse: false, waiting: 70 });
    expect(waiting.stdout).toContain('70 events of clicks wait there: start');
    const flink = await say({ ...sent, inWarehouse: false, waiting: 70, taken: false });
    expect(flink.stdout).toContain('Flink and archive workers take them from there');
    const json = await call('ingest clicks a.ndjson --json', {
      jobs: { ingest: async () => sent },
      workingFolder: folder,
    });
    expect(JSON.parse(json.stdout)).toEqual(sent);
  });

  it('prints it in words: the most frequent reason first, and where to look', async () => {
    const { stdout } = await call('ingest clicks a.ndjson', { jobs: { ingest }, workingFolder: folder });
    expect(stdout.split('\n')).toEqual([
      'clicks: 1,000 events received, 990 stored, 4 duplicates, 6 rejected in 2.0 s (500 events/s)',
      '  5 rejected: the line is not valid JSON',
      '  1 rejected: a required field is missing: id',
      '  `crosscurrent dead-letters list clicks` shows them.',
      '',
    ]);
  });

  it('tells of messages that are no events of the stream, where there are any', async () => {
    const recording: Job = async () => ({
      ...accounting,
      rejected: { total: 0, byReason: {} },
      skipped: 12_000,
    });
    const world = { jobs: { ingest: recording }, workingFolder: folder };
    const { stdout } = await call('ingest clicks a.ndjson', world);
    expect(stdout.split('\n')[1]).toBe('  12,000 messages skipped: no events of this stream');
    const asJson = await call('ingest clicks a.ndjson --json', world);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ received: 1000, skipped: 12_000 });
  });

  it('writes standard input to a file in the data folder’s scratch, and removes it afterwards', async () => {
    const seen: { file: string; text: string }[] = [];
    const look: Job = async (args) => {
      if (typeof args !== 'object' || args === null || !('inputs' in args) || !Array.isArray(args.inputs))
        throw args;
      const file = String(args.inputs[0]);
      seen.push({ file, text: readFileSync(file, 'utf8') });
      return accounting;
    };
    const text = '{"id":"1"}\n{"id":"2"}\n';
    await call('ingest clicks -', { jobs: { ingest: look }, stdin: text });
    expect(seen).toMatchObject([{ text }]);
    const [file = ''] = seen.map((one) => one.file);
    expect(path.basename(path.dirname(file))).toBe('scratch');
    expect(existsSync(file)).toBe(false);
  });

  it('takes counts beyond 2^53 as text', async () => {
    const huge: Job = async () => ({ ...accounting, received: '9007199254740993' });
    const { exit } = await call('ingest clicks a.ndjson', { jobs: { ingest: huge }, workingFolder: folder });
    expect(exit).toBe(0);
  });
});
