import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopLeftovers } from '../../../src/warehouse/embedded/leftover.ts';
import { runCommand } from './command.ts';

/** A folder for one test: `data` in it is the data folder, the rest is for its files. */
export interface TestFolder {
  readonly root: string;
  readonly data: string;
  /** Ends a server that a killed program left behind, and removes everything. */
  remove(): Promise<void>;
}

let template: Promise<string> | null = null;

/** A data folder as the first start leaves it: making PostgreSQL's cluster takes seconds, copying it one. */
async function makeTemplate(): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'crosscurrent-template-'));
  const made = await runCommand(['audit', '--json', '--data-dir', path.join(root, 'data')]);
  if (made.exit !== 0) throw new Error(`the data folder of the tests cannot be made: ${made.stderr}`);
  return root;
}

/** Where a killed program leaves the slices it had in memory; its next start on the same folder would remove them. */
function sliceDir(data: string): string {
  const name = createHash('sha256').update(path.resolve(data)).digest('hex').slice(0, 16);
  return path.join('/dev/shm', `crosscurrent-${name}`);
}

/** Makes a folder with a fresh data folder in it. */
export async function makeFolder(parent = tmpdir()): Promise<TestFolder> {
  template ??= makeTemplate();
  const root = await mkdtemp(path.join(parent, 'crosscurrent-integrity-'));
  const data = path.join(root, 'data');
  await cp(path.join(await template, 'data'), data, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
  });
  return {
    root,
    data,
    async remove() {
      await stopLeftovers(path.join(data, 'postgres'));
      await rm(sliceDir(data), { recursive: true, force: true });
      await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** Removes what the folders were copied from. */
export async function removeTemplate(): Promise<void> {
  if (template !== null) await rm(await template.catch(() => ''), { recursive: true, force: true });
  template = null;
}
