import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { folderLake } from './folder.ts';
import { lakeContract } from './testing/lake-contract.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'crosscurrent-lake-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a lake in a folder', () => {
  lakeContract((name) => Promise.resolve(folderLake(path.join(root, name))));
});
