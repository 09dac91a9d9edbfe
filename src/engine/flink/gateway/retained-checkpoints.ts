import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Names of the folder for checkpoints in Flink's settings, today's first. */
const FOLDER_SETTINGS = ['execution.checkpointing.dir', 'state.checkpoints.dir'];

/** Where a JobManager with these settings keeps its jobs' checkpoints: a URL or a path, or null without one. */
export function checkpointFolderOf(settings: ReadonlyMap<string, string>): string | null {
  for (const name of FOLDER_SETTINGS) {
    const folder = settings.get(name);
    if (folder !== undefined && folder !== '') return folder;
  }
  return null;
}

/** The newest checkpoint in a folder that is looked into; null: there is none; undefined: it cannot be looked into. */
export type Retained = string | null | undefined;

/** Flink writes it last: a checkpoint with it is complete. */
const METADATA = '_metadata';

/**
 * The newest complete checkpoint that a job has left behind, as a URL for Flink. Files are looked for where this process
 * can read: on this machine, or where the shared folder is mounted.
 * @param folder that of all jobs, see `checkpointFolderOf`, or where it is mounted here
 */
export async function newestCheckpoint(folder: string, jobId: string): Promise<Retained> {
  const local = localPath(folder);
  if (local === undefined) return undefined;
  const own = path.join(local, jobId);
  const names = await readdir(own).catch(() => undefined);
  if (names === undefined) return (await isFolder(local)) ? null : undefined;
  const numbers = names
    .flatMap((name) => /^chk-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
  for (const number of numbers) {
    const checkpoint = path.join(own, `chk-${number}`);
    const isComplete = await stat(path.join(checkpoint, METADATA)).then(
      () => true,
      () => false,
    );
    if (isComplete) return pathToFileURL(checkpoint).href;
  }
  return null;
}

function localPath(folder: string): string | undefined {
  if (folder.startsWith('file:')) {
    // Flink writes `file:/path` as well as `file:///path`.
    return URL.canParse(folder) ? fileURLToPath(folder) : undefined;
  }
  return path.isAbsolute(folder) ? folder : undefined;
}

function isFolder(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
