import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeLog } from '../contract.suite.ts';
import { openSegmentLog } from './open.ts';

for (const [name, sizes] of [
  ['segments', {}],
  ['segments of 300 bytes', { segmentBytes: 300, retainBytes: 1_000_000 }],
] as const) {
  const kind = {
    name,
    sourcesOf: (sender: string) => [sender],
    keepsSendersApart: true,
    goesOnBehindItsEnd: true,
  };
  describeLog(kind, async () => {
    const dir = await mkdtemp(join(tmpdir(), 'log-'));
    let log = await openSegmentLog({ dir, ...sizes });
    return {
      log,
      reopen: async () => {
        await log.close();
        log = await openSegmentLog({ dir, ...sizes });
        return log;
      },
      dispose: async () => {
        await log.close();
        await rm(dir, { recursive: true });
      },
    };
  });
}
