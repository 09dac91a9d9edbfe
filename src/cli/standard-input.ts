import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Standard input as a file, which the process that does the work can read, too. */
export interface Spooled {
  readonly path: string;
  remove(): Promise<void>;
}

/** Writes all of `stdin` to a file in `folder`. Fails as the disk fails; nothing is left behind then. */
export async function spoolStandardInput(
  stdin: Readable,
  folder: string,
  signal: AbortSignal,
): Promise<Spooled> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `standard-input-${randomUUID()}`);
  const remove = (): Promise<void> => rm(file, { force: true });
  try {
    await pipeline(stdin, createWriteStream(file, { mode: 0o600 }), { signal });
  } catch (error) {
    await remove();
    throw error;
  }
  return { path: file, remove };
}
