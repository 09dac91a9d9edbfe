import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchOf, readAll } from '../contract.suite.ts';
import { type Fault, type FileCall, faultyFiles } from './faulty-files.ts';
import { nodeFiles } from './files.ts';
import { openSegmentLog } from './open.ts';

const shop = { stream: 'shop', source: 'collector' };
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'log-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const CASES: [FileCall, '.ndjson' | '.idx' | '', string, string][] = [
  ['write', '.ndjson', 'ENOSPC', 'disk_full'],
  ['write', '.idx', 'ENOSPC', 'disk_full'],
  ['datasync', '.ndjson', 'ENOSPC', 'disk_full'],
  ['datasync', '.idx', 'EDQUOT', 'disk_full'],
  ['write', '.ndjson', 'EIO', 'data_dir_unusable'],
  ['datasync', '.ndjson', 'EIO', 'data_dir_unusable'],
  ['datasync', '.idx', 'EIO', 'data_dir_unusable'],
  ['size', '.ndjson', 'ENOENT', 'data_dir_unusable'],
];

describe('faults of the disk', () => {
  it.each(CASES)('%s of a %s file fails with %s', async (call, ending, code, expected) => {
    let broken = false;
    const files = faultyFiles(nodeFiles, (made, path) =>
      broken && made === call && path.endsWith(ending) ? code : null,
    );
    const log = await openSegmentLog({ dir, files });
    await log.append('shop', 'collector', batchOf(0, 3));
    const used = log.usage().bytes;
    broken = true;
    const waiting = [batchOf(100, 2), batchOf(200, 2)].map((batch) => log.append('shop', 'collector', batch));
    for (const failed of await Promise.allSettled(waiting)) {
      expect(failed).toMatchObject({ status: 'rejected', reason: { code: expected } });
    }
    expect(log.usage().bytes).toBe(used);
    expect((await readAll(log, shop)).text).toBe(batchOf(0, 3).data.toString());
    expect((await stat(join(dir, 'shop', 'collector', `${'0'.repeat(20)}.ndjson`))).size).toBe(
      batchOf(0, 3).data.length,
    );
    broken = false;
    await log.append('shop', 'collector', batchOf(3, 2));
    expect((await readAll(log, shop)).text).toBe(batchOf(0, 5).data.toString());
    await log.close();
    const again = await openSegmentLog({ dir });
    expect((await readAll(again, shop)).text).toBe(batchOf(0, 5).data.toString());
    await again.close();
  });

  it('writes on when the system takes only some of the bytes at a time', async () => {
    const files = faultyFiles(nodeFiles, (made) => (made === 'write' ? 7 : null));
    const log = await openSegmentLog({ dir, files });
    await log.append('shop', 'collector', batchOf(0, 30));
    expect((await readAll(log, shop)).text).toBe(batchOf(0, 30).data.toString());
    await log.close();
  });

  it('begins with the cut that could not be made when the disk failed', async () => {
    let faults: Partial<Record<FileCall, Fault>> = {};
    const files = faultyFiles(nodeFiles, (made) => faults[made] ?? null);
    const log = await openSegmentLog({ dir, files });
    await log.append('shop', 'collector', batchOf(0, 1));
    faults = { datasync: 'EIO', truncate: 'EIO' };
    await expect(log.append('shop', 'collector', batchOf(100, 5))).rejects.toMatchObject({
      code: 'data_dir_unusable',
    });
    faults = { truncate: 'EIO' };
    await expect(log.append('shop', 'collector', batchOf(100, 5))).rejects.toThrow();
    faults = {};
    await log.append('shop', 'collector', batchOf(1, 1));
    await log.close();
    const again = await openSegmentLog({ dir });
    expect((await readAll(again, shop)).text).toBe(batchOf(0, 2).data.toString());
    await again.close();
  });

  it.each(['open', 'syncDir'] as const)(
    'stays on the old segment when %s of a new one fails',
    async (call) => {
      let broken = false;
      const files = faultyFiles(nodeFiles, (made) => (broken && made === call ? 'ENOSPC' : null));
      const log = await openSegmentLog({ dir, files, segmentBytes: 100 });
      await log.append('shop', 'collector', batchOf(0, 5));
      broken = true;
      await expect(log.append('shop', 'collector', batchOf(5, 5))).rejects.toMatchObject({
        code: 'disk_full',
      });
      expect(await readdir(join(dir, 'shop', 'collector'))).toHaveLength(2);
      broken = false;
      await log.append('shop', 'collector', batchOf(5, 5));
      expect((await readAll(log, shop)).text).toBe(batchOf(0, 10).data.toString());
      await log.close();
    },
  );

  it('notices that its folder was moved away, and works again when it is back', async () => {
    const log = await openSegmentLog({ dir });
    await log.append('shop', 'collector', batchOf(0, 1));
    const away = join(dir, 'shop', 'away');
    await rename(join(dir, 'shop', 'collector'), away);
    await expect(log.append('shop', 'collector', batchOf(1, 1))).rejects.toThrow(/is gone/);
    await rename(away, join(dir, 'shop', 'collector'));
    await log.append('shop', 'collector', batchOf(1, 1));
    expect((await readAll(log, shop)).text).toBe(batchOf(0, 2).data.toString());
    await log.close();
  });

  it('says so when the folder cannot be made', async () => {
    const files = faultyFiles(nodeFiles, (made) => (made === 'makeDir' ? 'EACCES' : null));
    await expect(openSegmentLog({ dir, files })).rejects.toMatchObject({ code: 'data_dir_unusable' });
  });

  it('shares a flush among those who wait for it', async () => {
    let flushes = 0;
    const files = faultyFiles(nodeFiles, (made) => {
      if (made === 'datasync') flushes += 1;
      return null;
    });
    const log = await openSegmentLog({ dir, files });
    await Promise.all(Array.from({ length: 64 }, (_, i) => log.append('shop', 'collector', batchOf(i, 1))));
    expect(flushes).toBeLessThanOrEqual(3 * 2);
    await log.close();
  });
});
