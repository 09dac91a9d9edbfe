import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Lake } from '../../../src/lake/contract.ts';
import { folderLake } from '../../../src/lake/folder.ts';
import type { Objects } from '../../../src/lake/store/objects.ts';
import { storeLake } from '../../../src/lake/store/store-lake.ts';

/** Less than the lakes of tests: what is read has to be fetched again and again. */
const CACHE_BYTES = 20_000;

/** Objects that lie in a folder under their keys. */
function objectsIn(folder: string): Objects {
  const at = (key: string): string => path.join(folder, key);
  return {
    async put(key, file) {
      await mkdir(path.dirname(at(key)), { recursive: true });
      await copyFile(file, `${at(key)}.half`);
      await rename(`${at(key)}.half`, at(key));
    },
    get: (key, file) => copyFile(at(key), file),
    remove: (key) => rm(at(key), { force: true }),
    list: (prefix) => folderLake(folder).list(prefix),
    interrupt: () => undefined,
  };
}

/** A lake in a store whose objects lie in a folder; each call is another process with copies of its own. */
export async function farLake(folder: string): Promise<Lake> {
  await mkdir(path.dirname(folder), { recursive: true });
  const copies = await mkdtemp(`${folder}-copies-`);
  return storeLake({ objects: objectsIn(folder), prefix: '', folder: copies, maxBytes: CACHE_BYTES });
}
