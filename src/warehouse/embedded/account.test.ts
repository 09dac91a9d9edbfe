import { chmod, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountPlace, systemAccount, unclaimedFolders } from './account.ts';
import { checkEmbeddedPostgres } from './check.ts';
import { findLeftovers, stopLeftovers } from './leftover.ts';
import { isRoot } from './runner.ts';
import { dataFolder, dataFolderWithCluster, query, start } from './testing.ts';

/** A folder that every account can enter, in place of the one under /var/lib. */
async function openFolder(): Promise<string> {
  const folder = await dataFolder();
  await chmod(folder, 0o755);
  return folder;
}

describe.runIf(isRoot() && process.platform === 'linux')('root with a system account', () => {
  it('makes a cluster where the account can reach it and runs it as that account', async () => {
    const [folder, accountRoot] = [await dataFolder(), await openFolder()];
    const postgres = await start(folder, { asRoot: 'account', accountRoot });
    const account = await systemAccount();
    const place = accountPlace(path.join(folder, 'postgres'), accountRoot);
    expect((await stat(`/proc/${postgres.pid}`)).uid).toBe(account.uid);
    expect(await query(postgres.connection, 'SHOW data_directory')).toEqual([
      { data_directory: place.cluster },
    ]);
    expect((await stat(place.folder)).mode & 0o777).toBe(0o700);
    await postgres.stop();
    expect(await findLeftovers(place.cluster)).toEqual([]);
    expect(await readFile(path.join(folder, 'postgres.moved-to.txt'), 'utf8')).toBe(`${place.cluster}\n`);
  });

  it('takes an existing cluster along, and a user namespace brings it back', async () => {
    const [folder, accountRoot] = [await dataFolder(), await openFolder()];
    const answers: unknown[] = [];
    const first = await start(folder, { asRoot: 'namespace', accountRoot });
    await query(first.connection, 'CREATE TABLE way AS SELECT 1 AS n');
    await first.stop();
    for (const asRoot of ['account', 'account', 'namespace', 'account', 'namespace'] as const) {
      const postgres = await start(folder, { asRoot, accountRoot });
      answers.push(...(await query(postgres.connection, 'UPDATE way SET n = n + 1 RETURNING n')));
      await postgres.stop();
    }
    expect(answers).toEqual([2, 3, 4, 5, 6].map((n) => ({ n })));
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'secrets']);
    expect((await readdir(accountRoot)).filter((name) => !name.startsWith('postgresql-'))).toEqual([]);
  });

  it('stops what a killed program left, wherever it lies', async () => {
    const [folder, accountRoot] = [await dataFolderWithCluster(), await openFolder()];
    const left = await start(folder, { asRoot: 'account', accountRoot });
    const ended = new Promise((resolve) => left.onExit(resolve));
    const next = await start(folder, { asRoot: 'namespace', accountRoot });
    expect(await ended).toMatchObject({ code: 0 });
    await next.stop();
  });

  it('sets aside the cluster of a data folder that was deleted', async () => {
    const [folder, accountRoot] = [await dataFolder(), await openFolder()];
    const old = await start(folder, { asRoot: 'account', accountRoot });
    await query(old.connection, 'CREATE TABLE old AS SELECT 1');
    await old.stop();
    await rm(folder, { recursive: true });
    expect(await unclaimedFolders(accountRoot)).toHaveLength(1);
    const fresh = await start(folder, { asRoot: 'account', accountRoot });
    expect(await query(fresh.connection, "SELECT to_regclass('old') AS old")).toEqual([{ old: null }]);
    await fresh.stop();
    expect(await unclaimedFolders(accountRoot)).toEqual([expect.stringMatching(/\.unclaimed$/)]);
    const findings = await checkEmbeddedPostgres({
      dataDir: path.join(folder, 'postgres'),
      isInUse: false,
      accountRoot,
    });
    expect(findings.filter((finding) => !finding.ok).map((finding) => finding.detail)).toEqual([
      expect.stringMatching(/data folder of these is gone/),
    ]);
    await stopLeftovers(accountPlace(path.join(folder, 'postgres'), accountRoot).cluster);
  });
});
