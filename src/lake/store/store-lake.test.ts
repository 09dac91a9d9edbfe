import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FarLake, Lake } from '../contract.ts';
import { lakeContract, read, write } from '../testing/lake-contract.ts';
import type { Objects } from './objects.ts';
import { goneError } from './store-error.ts';
import { storeLake } from './store-lake.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'crosscurrent-lake-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Memory extends Objects {
  readonly stored: Map<string, Buffer>;
  /** Keys in the order in which they were fetched. */
  readonly fetched: string[];
}

function memory(): Memory {
  const stored = new Map<string, Buffer>();
  const fetched: string[] = [];
  return {
    stored,
    fetched,
    async put(key, file) {
      stored.set(key, await readFile(file));
    },
    async get(key, file) {
      fetched.push(key);
      await sleep(5);
      const bytes = stored.get(key);
      if (bytes === undefined) throw goneError(key);
      await writeFile(file, bytes);
    },
    async remove(key) {
      stored.delete(key);
    },
    async list(prefix) {
      return [...stored.keys()].filter((key) => key.startsWith(prefix));
    },
    interrupt: () => undefined,
  };
}

async function open(objects: Objects, maxBytes = 1_000_000): Promise<Lake & { far: FarLake }> {
  const folder = await mkdtemp(path.join(root, 'copies-'));
  const lake = storeLake({ objects, prefix: 'a/prefix', folder, maxBytes });
  if (lake.far === undefined) throw new Error('a store is far');
  return { ...lake, far: lake.far };
}

/** Which of the files have a copy here. */
function copies(lake: Lake, files: readonly string[]): string[] {
  return files.filter((file) => existsSync(path.join(lake.folder, file)));
}

describe('a lake in a store', () => {
  const stores = new Map<string, Memory>();
  lakeContract((name) => {
    const objects = stores.get(name) ?? memory();
    stores.set(name, objects);
    return open(objects);
  });

  it('keeps all objects below its prefix', async () => {
    const objects = memory();
    const lake = await open(objects);
    await write(lake, 's/a', 'a');
    await lake.publish('s/a');
    expect([...objects.stored.keys()]).toEqual(['a/prefix/s/a']);
  });

  it('does not fetch what was written here', async () => {
    const objects = memory();
    const lake = await open(objects);
    await write(lake, 's/a', 'a');
    await lake.publish('s/a');
    expect(await read(lake, 's/a')).toEqual(['a']);
    expect(objects.fetched).toEqual([]);
  });

  it('fetches a file once for all who want it at the same time', async () => {
    const objects = memory();
    objects.stored.set('a/prefix/s/a', Buffer.from('a'));
    const lake = await open(objects);
    const texts = await Promise.all(Array.from({ length: 20 }, () => read(lake, 's/a', 's/a')));
    expect(new Set(texts.flat())).toEqual(new Set(['a']));
    expect(objects.fetched).toHaveLength(1);
  });

  it('keeps the copies that were used last, within the limit', async () => {
    const objects = memory();
    const files = ['s/a', 's/b', 's/c'];
    for (const file of files) objects.stored.set(`a/prefix/${file}`, Buffer.alloc(400));
    const lake = await open(objects, 1000);
    for (const file of ['s/a', 's/b', 's/a', 's/c']) await read(lake, file);
    expect(copies(lake, files)).toEqual(['s/a', 's/c']);
  });

  it('keeps what is in use, also beyond the limit, and lets it go afterwards', async () => {
    const objects = memory();
    const files = ['s/a', 's/b', 's/c', 's/d'];
    for (const file of files) objects.stored.set(`a/prefix/${file}`, Buffer.alloc(400));
    const lake = await open(objects, 1000);
    const release = await lake.far.bring(files.slice(0, 3));
    const other = await lake.far.bring(['s/a', 's/d']);
    expect(copies(lake, files)).toEqual(files);
    release();
    expect(copies(lake, files)).toEqual(['s/a', 's/d']);
    other();
  });

  it('reads everything through a cache that holds nothing', async () => {
    const objects = memory();
    const files = Array.from({ length: 30 }, (_, index) => `s/${index}`);
    for (const file of files) objects.stored.set(`a/prefix/${file}`, Buffer.from(file));
    const lake = await open(objects, 0);
    for (let round = 0; round < 3; round += 1) {
      const all = Array.from({ length: 5 }, () => read(lake, ...files));
      for (const texts of await Promise.all(all)) expect(texts).toEqual(files);
    }
    expect(copies(lake, files)).toEqual([]);
  });

  it('[R1] drops copies of what is not known any more', async () => {
    const objects = memory();
    for (const file of ['s/a', 's/b', 's/c']) objects.stored.set(`a/prefix/${file}`, Buffer.from(file));
    const lake = await open(objects);
    await read(lake, 's/a', 's/b');
    const release = await lake.far.bring(['s/c']);
    lake.far.keepOnly(new Set(['s/a']));
    expect(copies(lake, ['s/a', 's/b', 's/c'])).toEqual(['s/a', 's/c']);
    release();
    lake.far.keepOnly(new Set(['s/a']));
    expect(copies(lake, ['s/a', 's/b', 's/c'])).toEqual(['s/a']);
  });

  it('leaves nothing of a file that did not come, and says which one is gone', async () => {
    const objects = memory();
    objects.stored.set('a/prefix/s/a', Buffer.from('a'));
    const lake = await open(objects, 0);
    await expect(lake.far.bring(['s/a', 's/b'])).rejects.toMatchObject({ code: 'file_not_found' });
    expect(copies(lake, ['s/a', 's/b', 's/b.coming'])).toEqual([]);
    expect(await read(lake, 's/a')).toEqual(['a']);
  });
});
