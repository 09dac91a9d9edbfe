import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkEmbeddedPostgres } from './check.ts';
import { dataFolder, dataFolderWithCluster, start } from './testing.ts';

async function check(folder: string, isInUse = false): Promise<Map<string, string>> {
  const dataDir = path.join(folder, 'postgres');
  const findings = await checkEmbeddedPostgres({ dataDir, isInUse, accountRoot: path.join(folder, 'none') });
  return new Map(findings.map(({ name, ok, detail }) => [name, `${ok ? 'ok' : 'bad'}: ${detail}`]));
}

describe('checkEmbeddedPostgres', () => {
  it('finds nothing wrong before the first start, and makes nothing', async () => {
    const folder = path.join(await dataFolder(), 'not', 'there', 'yet');
    const found = await check(folder);
    expect([...found.values()].filter((finding) => finding.startsWith('bad'))).toEqual([]);
    expect(found.get('PostgreSQL files')).toBe('ok: none yet; the first start makes it');
    expect(found.get('PostgreSQL programs')).toMatch(/^ok: PostgreSQL 18 in /);
  });

  it('tells a running server from one that was left behind', async () => {
    const folder = await dataFolderWithCluster();
    const postgres = await start(folder);
    const inUse = (await check(folder, true)).get('PostgreSQL processes');
    const left = (await check(folder, false)).get('PostgreSQL processes');
    await postgres.stop();
    expect(inUse).toMatch(new RegExp(`^ok: running .*\\b${postgres.pid}\\b`));
    expect(left).toMatch(
      new RegExp(`^bad: Left behind by a program that was killed: .*\\b${postgres.pid}\\b`),
    );
    expect((await check(folder)).get('PostgreSQL processes')).toBe('ok: none');
  });

  it('finds the files of another version', async () => {
    const folder = await dataFolderWithCluster();
    await writeFile(path.join(folder, 'postgres', 'PG_VERSION'), '19\n');
    expect((await check(folder)).get('PostgreSQL files')).toMatch(/^bad: .* was written by PostgreSQL 19/);
  });
});
