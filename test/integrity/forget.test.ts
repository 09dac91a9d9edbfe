// Everything of a person is forgotten: on real data folders, through the command line.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditStream } from './kit/audit.ts';
import { post } from './kit/collector.ts';
import { killAll, runCommand } from './kit/command.ts';
import { makeFolder, removeTemplate, type TestFolder } from './kit/folder.ts';
import { readLake } from './kit/lake.ts';
import { drained } from './kit/promises.ts';
import { type RunningProgram, startProgram } from './kit/running.ts';
import { readWarehouse } from './kit/warehouse.ts';

let folder: TestFolder;

beforeEach(async () => {
  folder = await makeFolder();
}, 60_000);

afterEach(async () => {
  await killAll();
  await folder.remove();
}, 60_000);

afterAll(removeTemplate, 60_000);

const DAY = Date.UTC(2026, 0, 1);
const SECRET = 'nobody may read this any more';

function posted(author: string, serial: number, more: object = {}): string {
  return JSON.stringify({
    id: `${author}-${serial}`,
    created_at: DAY + serial * 60_000,
    platform: 'test',
    author_id: author,
    text: author === 'ann' ? `${SECRET} #tea` : 'plain #tea',
    ...more,
  });
}

async function forget(...args: readonly string[]): Promise<{ exit: number | null; result: unknown }> {
  const { exit, stdout } = await runCommand(['forget', ...args, '--json', '--data-dir', folder.data]);
  return { exit, result: stdout === '' ? null : JSON.parse(stdout) };
}

async function sumOfPosts(): Promise<Record<string, string | null>> {
  const warehouse = await readWarehouse(folder.data);
  const rows = await warehouse.rows(
    'SELECT author_id, sum(posts) AS posts FROM posts.author_days GROUP BY 1',
  );
  await warehouse.close();
  return Object.fromEntries(rows.map((row) => [String(row['author_id']), row['posts'] ?? null]));
}

/** Files below a folder that hold these words as they are. */
async function filesWith(below: string, words: string): Promise<string[]> {
  const entries = await readdir(path.join(folder.data, below), { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    if ((await readFile(file)).includes(words)) found.push(file);
  }
  return found;
}

async function send(program: RunningProgram, lines: readonly string[]): Promise<void> {
  expect((await post(program, 'posts', lines)).status).toBe(202);
}

describe('forget', () => {
  it('[R1] [D3] takes all posts of an author out of figures, lake, log and dead letters, and they do not come back', async () => {
    const program = await startProgram(folder.data);
    const anns = Array.from({ length: 40 }, (_, serial) => posted('ann', serial));
    const bobs = Array.from({ length: 30 }, (_, serial) => posted('bob', serial));
    await send(program, [...anns, ...bobs, posted('ann', 3, { version: 1 })]);
    await send(program, [
      posted('ann', 99, { created_at: 'never' }),
      posted('bob', 99, { created_at: 'never' }),
    ]);
    await drained(folder.data);
    expect(await sumOfPosts()).toEqual({ ann: '40', bob: '30' });
    expect(await forget('--author', 'ann')).toEqual({
      exit: 0,
      result: {
        person: 'ann',
        streams: [
          { stream: 'posts', events: 40, deadLetters: 1 },
          { stream: 'articles', events: 0, deadLetters: 0 },
        ],
      },
    });
    expect(await sumOfPosts()).toEqual({ bob: '30' });
    expect(await filesWith('log', SECRET)).toEqual([]);
    await send(program, [posted('ann', 5), posted('ann', 6, { version: 9 })]);
    await drained(folder.data);
    expect(await sumOfPosts()).toEqual({ bob: '30' });
    const audit = await auditStream(folder.data, 'posts');
    expect(audit).toMatchObject({ balanced: true, deadLetters: 1, rejected: { total: 2 } });
    await program.stop();
    const again = await startProgram(folder.data);
    const warehouse = await readWarehouse(folder.data);
    const lake = await readLake(folder.data, 'posts', warehouse);
    await warehouse.close();
    expect(lake).toMatchObject({ missing: [], orphans: [] });
    expect(lake.ids.filter((id) => id.startsWith('bob'))).toHaveLength(30);
    await again.stop();
  }, 120_000);

  it('works alone on a data folder, in one stream, and says when it cannot', async () => {
    const file = path.join(folder.root, 'posts.ndjson');
    await writeFile(file, `${posted('ann', 1)}\n${posted('ann', 2)}\n${posted('bob', 1)}\n`);
    await runCommand(['ingest', 'posts', file, '--data-dir', folder.data]);
    expect(await forget('--author', 'ann', '--stream', 'posts')).toEqual({
      exit: 0,
      result: { person: 'ann', streams: [{ stream: 'posts', events: 2, deadLetters: 0 }] },
    });
    expect(await auditStream(folder.data, 'posts')).toMatchObject({
      balanced: true,
      stored: 5,
      lake: { rows: 3, removed: 0, forgotten: 2 },
    });
    expect(await forget('--author', 'nobody')).toMatchObject({
      exit: 0,
      result: { streams: [{ events: 0 }, { events: 0 }] },
    });
    expect((await forget('--author', 'ann', '--stream', 'web-behaviour')).exit).toBe(2);
    expect((await forget()).exit).toBe(2);
  }, 120_000);
});
