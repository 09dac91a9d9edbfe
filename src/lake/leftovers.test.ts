import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderLake } from './folder.ts';
import { lakeFilePath } from './layout.ts';
import { createLeftovers } from './leftovers.ts';

let lakeDir = '';
beforeAll(async () => {
  lakeDir = await mkdtemp(path.join(tmpdir(), 'crosscurrent-leftovers-'));
});
afterAll(async () => {
  await rm(lakeDir, { recursive: true, force: true });
});

const DAY = '2026-01-01';

async function file(source: string, from: bigint, to: bigint): Promise<string> {
  const relative = lakeFilePath({ stream: 's', day: DAY, source, from, to });
  await mkdir(path.join(lakeDir, 's', `day=${DAY}`), { recursive: true });
  await writeFile(path.join(lakeDir, relative), '');
  return relative;
}

describe('what is left over in the lake', () => {
  it('goes when it was so in two looks far apart: what begins before its offset and is not known', async () => {
    const known = await file('kafka-1-wa', 0n, 10n);
    const crashed = await file('kafka-1-wb', 5n, 10n);
    const under = await file('kafka-1-wa', 10n, 20n);
    const other = await file('kafka-10-wa', 0n, 10n);
    const joined = await file('kafka-1-joined-ab', 0n, 10n);
    const unknown = await file('elsewhere', 0n, 10n);
    await writeFile(path.join(lakeDir, 's', `day=${DAY}`, 'notes.txt'), '');
    const offsets = [
      { source: 'kafka-1', offset: 10n },
      { source: 'kafka-10', offset: 0n },
    ];
    const leftovers = createLeftovers(folderLake(lakeDir));
    const files = { offsets, known: new Set([known]) };
    expect(await leftovers.look('s', files, 0)).toBe(0);
    expect(await leftovers.look('s', files, 59_000)).toBe(0);
    // In the lake after all: a compaction that was under way.
    const now = { offsets, known: new Set([known, joined]) };
    expect(await leftovers.look('s', now, 60_000)).toBe(1);
    const left = await readdir(path.join(lakeDir, 's', `day=${DAY}`));
    const names = [known, under, other, joined, unknown].map((one) => path.basename(one));
    expect(left.sort()).toEqual([...names, 'notes.txt'].sort());
    expect(left).not.toContain(path.basename(crashed));
  });
});
