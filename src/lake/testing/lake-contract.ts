// What every lake promises, wherever its files lie.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Lake } from '../contract.ts';

const DAY = 'talk/day=2026-01-01';

/** Writes a file below a lake's folder, as the engine does. */
export async function write(lake: Lake, file: string, text: string): Promise<void> {
  const absolute = path.join(lake.folder, file);
  await mkdir(path.dirname(absolute), { recursive: true });
  await writeFile(absolute, text);
}

/** Reads files as a statement of the engine does: they are there from before it until it has ended. */
export async function read(lake: Lake, ...files: string[]): Promise<string[]> {
  const release = await lake.far?.bring(files);
  try {
    return await Promise.all(files.map((file) => readFile(path.join(lake.folder, file), 'utf8')));
  } finally {
    release?.();
  }
}

/**
 * The promises of a lake, as tests.
 * @param open opens the lake of this name for one more process; the first one finds it empty
 */
export function lakeContract(open: (name: string) => Promise<Lake>): void {
  it('[D2] has a file for everybody, whole, as soon as it is published', async () => {
    const [here, there] = [await open('shared'), await open('shared')];
    const text = 'row '.repeat(100_000);
    await write(here, `${DAY}/a.parquet`, text);
    await here.publish(`${DAY}/a.parquet`);
    expect(await read(here, `${DAY}/a.parquet`)).toEqual([text]);
    expect(await read(there, `${DAY}/a.parquet`)).toEqual([text]);
  });

  it('[D2] has the newer file of a name that is published again', async () => {
    const [here, there] = [await open('again'), await open('again')];
    for (const text of ['first', 'the second one']) {
      await write(here, `${DAY}/a.parquet`, text);
      await here.publish(`${DAY}/a.parquet`);
    }
    expect(await read(there, `${DAY}/a.parquet`)).toEqual(['the second one']);
    expect(await there.list('talk')).toEqual([`${DAY}/a.parquet`]);
  });

  it('lists what is below a folder, at any depth, and nothing else', async () => {
    const lake = await open('lists');
    const files = [`${DAY}/a.parquet`, 'talk/day=2026-01-02/b.parquet', 'talk2/day=2026-01-01/c.parquet'];
    for (const file of [...files, 'dead-letters/talk/d.parquet']) {
      await write(lake, file, file);
      await lake.publish(file);
    }
    expect((await lake.list('talk')).toSorted()).toEqual(files.slice(0, 2));
    expect(await lake.list('dead-letters/talk')).toEqual(['dead-letters/talk/d.parquet']);
    expect(await lake.list('nothing')).toEqual([]);
  });

  it('[R1] removes files for good, and is content with those that are not there', async () => {
    const [here, there] = [await open('removes'), await open('removes')];
    for (const name of ['a', 'b']) {
      await write(here, `${DAY}/${name}.parquet`, name);
      await here.publish(`${DAY}/${name}.parquet`);
    }
    await here.remove([`${DAY}/a.parquet`, `${DAY}/never.parquet`]);
    await here.remove([`${DAY}/a.parquet`]);
    expect(await there.list('talk')).toEqual([`${DAY}/b.parquet`]);
    await expect(read(here, `${DAY}/a.parquet`)).rejects.toThrow();
    await expect(read(there, `${DAY}/a.parquet`)).rejects.toThrow();
  });

  it('[R1] puts a file in the place of another one in one step', async () => {
    const [here, there] = [await open('replaces'), await open('replaces')];
    await write(here, 'dead-letters/talk/a.parquet', 'with a person');
    await here.publish('dead-letters/talk/a.parquet');
    await write(here, 'dead-letters/talk/a.parquet.new', 'without');
    await here.replace('dead-letters/talk/a.parquet', 'dead-letters/talk/a.parquet.new');
    for (const lake of [here, there]) {
      expect(await read(lake, 'dead-letters/talk/a.parquet')).toEqual(['without']);
      expect(await lake.list('dead-letters/talk')).toEqual(['dead-letters/talk/a.parquet']);
    }
  });
}
