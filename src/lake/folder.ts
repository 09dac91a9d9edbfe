import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Lake } from './contract.ts';

/** A lake in a folder, which may be one that several machines share. */
export function folderLake(folder: string): Lake {
  const absolute = (file: string): string => path.join(folder, file);
  return {
    folder,
    async publish(file) {
      // The file must be on disk before the warehouse says that it is (D2).
      const handle = await open(absolute(file), 'r');
      await handle.sync().finally(() => handle.close());
    },
    replace: (file, written) => rename(absolute(written), absolute(file)),
    async remove(files) {
      for (const file of files) await rm(absolute(file), { force: true });
    },
    async list(below) {
      const entries = await readdir(absolute(below), { recursive: true, withFileTypes: true }).catch(
        () => [],
      );
      return entries.flatMap((entry) =>
        entry.isFile() ? [relativeTo(folder, path.join(entry.parentPath, entry.name))] : [],
      );
    },
  };
}

function relativeTo(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}
