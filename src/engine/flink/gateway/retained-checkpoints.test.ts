import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpointFolderOf, newestCheckpoint } from './retained-checkpoints.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-checkpoints-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function checkpoint(number: number, files: readonly string[]): Promise<string> {
  const place = path.join(folder, 'job', `chk-${number}`);
  await mkdir(place, { recursive: true });
  for (const file of files) await writeFile(path.join(place, file), '');
  return pathToFileURL(place).href;
}

describe('the newest checkpoint', () => {
  it('is the complete one with the highest number', async () => {
    await checkpoint(9, ['_metadata']);
    const newest = await checkpoint(10, ['_metadata', 'state']);
    await checkpoint(11, ['state', '_metadata.inprogress']);
    await mkdir(path.join(folder, 'job', 'shared'));
    expect(await newestCheckpoint(folder, 'job')).toBe(newest);
    expect(await newestCheckpoint(pathToFileURL(folder).href, 'job')).toBe(newest);
  });

  it('is none for a job without one', async () => {
    expect(await newestCheckpoint(folder, 'another')).toBeNull();
    await checkpoint(1, ['state']);
    expect(await newestCheckpoint(folder, 'job')).toBeNull();
  });

  it('is unknown where nobody can look', async () => {
    expect(await newestCheckpoint('s3://bucket/checkpoints', 'job')).toBeUndefined();
    expect(await newestCheckpoint(path.join(folder, 'not', 'mounted'), 'job')).toBeUndefined();
  });
});

describe('the folder of checkpoints', () => {
  it('has an old name and a new one', () => {
    expect(checkpointFolderOf(new Map([['state.checkpoints.dir', 'file:/a']]))).toBe('file:/a');
    const both = new Map([
      ['state.checkpoints.dir', 'file:/a'],
      ['execution.checkpointing.dir', 'file:/b'],
    ]);
    expect(checkpointFolderOf(both)).toBe('file:/b');
    expect(checkpointFolderOf(new Map())).toBeNull();
  });
});
