import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { binariesIn, locateBinaries, majorVersion } from './binaries.ts';
import { findLeftovers, isAlive } from './leftover.ts';
import { runProgram } from './program.ts';
import { canEndWithUs, isRoot } from './runner.ts';
import type { Connection, EmbeddedPostgres } from './start.ts';
import { dataFolder, dataFolderWithCluster, kill, launchHost, query, start, startHost } from './testing.ts';

const endsWithUs = await canEndWithUs();

/** Writes rows one by one until the server is gone; tells how many commits were acknowledged. */
async function writeUntilGone(connection: Connection): Promise<() => number> {
  await query(connection, 'CREATE TABLE written (n integer)');
  let acknowledged = 0;
  const write = async (): Promise<void> => {
    for (;;) {
      await query(connection, `INSERT INTO written VALUES (${acknowledged + 1})`);
      acknowledged++;
    }
  };
  write().catch(() => {});
  return () => acknowledged;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await condition()) && Date.now() < end) await sleep(20);
}

describe('after kill -9', () => {
  it.runIf(endsWithUs)('of the program, the server ends by itself', async () => {
    const folder = await dataFolderWithCluster();
    const { host } = await startHost(folder);
    await kill(host);
    await until(async () => (await findLeftovers(path.join(folder, 'postgres'))).length === 0);
    expect(await findLeftovers(path.join(folder, 'postgres'))).toEqual([]);
  });

  it.each([
    ['the program, while its server shuts down', '', 'host'],
    ['the program, whose server runs on', 'orphan', 'host'],
    ['the server', '', 'server'],
    ['both', 'orphan', 'both'],
  ])('of %s, the next start is ready soon with all that was acknowledged', async (_what, mode, target) => {
    const folder = await dataFolderWithCluster();
    const { host, pid, connection } = await startHost(folder, mode);
    const acknowledged = await writeUntilGone(connection);
    await until(async () => acknowledged() > 20);
    if (target !== 'host') process.kill(pid, 'SIGKILL');
    await kill(host);
    const began = performance.now();
    const postgres = await start(folder);
    const took = performance.now() - began;
    const [row] = await query(postgres.connection, 'SELECT count(*)::int AS n, max(n) AS last FROM written');
    await postgres.stop();
    expect(postgres.pid).not.toBe(pid);
    expect(row?.['n']).toBe(row?.['last']);
    expect(row?.['n']).toBeGreaterThanOrEqual(acknowledged());
    // Two seconds are the aim; a machine that is busy with other tests gets more.
    expect(took).toBeLessThan(5_000);
  });

  it('of the server, the listeners hear of it and a new start in the same program works', async () => {
    const folder = await dataFolderWithCluster();
    const postgres = await start(folder);
    const exit = new Promise((resolve) => postgres.onExit(resolve));
    const busy = query(postgres.connection, 'SELECT pg_sleep(30)').catch(() => {});
    await query(postgres.connection, 'SELECT 1');
    process.kill(postgres.pid, 'SIGKILL');
    expect(await exit).toEqual({ code: null, signal: 'SIGKILL', expected: false });
    const again = await start(folder);
    await busy;
    expect(await query(again.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await Promise.all([again.stop(), postgres.stop()]);
  });

  it('in the middle of the first start, the next one begins afresh', async () => {
    const folder = await dataFolder();
    for (const ms of [150, 400, 700]) {
      const host = launchHost(folder);
      await sleep(ms);
      await kill(host);
    }
    const postgres = await start(folder);
    await postgres.stop();
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'secrets']);
  });
});

describe('what an earlier start left', () => {
  it("is not looked for behind a number that has become somebody else's", async () => {
    const folder = await dataFolderWithCluster();
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(stranger, 'spawn');
    const pidFile = path.join(folder, 'postgres', 'postmaster.pid');
    await writeFile(pidFile, `${stranger.pid}\n${folder}/postgres\n1700000000\n5432\n\n127.0.0.1\n\nready\n`);
    const postgres = await start(folder);
    await postgres.stop();
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
    stranger.kill();
  });

  it('may be a damaged pid file', async () => {
    const folder = await dataFolderWithCluster();
    await writeFile(path.join(folder, 'postgres', 'postmaster.pid'), '');
    await expect(start(folder).then((postgres) => postgres.stop())).resolves.toBeUndefined();
  });

  it('may be half a cluster', async () => {
    const folder = await dataFolder();
    await mkdir(path.join(folder, 'postgres.new-123', 'base'), { recursive: true });
    const postgres = await start(folder);
    await postgres.stop();
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'secrets']);
  });
});

describe('an error says what is wrong and what to do', () => {
  const unavailable = (message: RegExp, remedy: RegExp): unknown =>
    expect.objectContaining({
      code: 'warehouse_unavailable',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });

  it('when another major version wrote the files', async () => {
    const folder = await dataFolderWithCluster();
    await writeFile(path.join(folder, 'postgres', 'PG_VERSION'), '17\n');
    await expect(start(folder)).rejects.toEqual(
      unavailable(/written by PostgreSQL 17.*runs PostgreSQL 18/, /--data-dir/),
    );
  });

  it('when something else lies in the folder', async () => {
    const folder = await dataFolder();
    await mkdir(path.join(folder, 'postgres'));
    await writeFile(path.join(folder, 'postgres', 'thesis.txt'), 'years of work');
    await expect(start(folder)).rejects.toEqual(
      unavailable(/holds files, but no PostgreSQL/, /Move them away/),
    );
    expect(await readFile(path.join(folder, 'postgres', 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('when the data folder is a file', async () => {
    const folder = await dataFolder();
    await writeFile(path.join(folder, 'file'), '');
    await expect(start(path.join(folder, 'file'))).rejects.toEqual(
      unavailable(/file lies where a folder/, /--data-dir/),
    );
  });

  it.runIf(process.platform === 'linux')('when the data folder cannot be written', async () => {
    await expect(start('/sys/crosscurrent')).rejects.toEqual(
      unavailable(/may not be used|read-only/, /--data-dir/),
    );
  });

  it('when the files are damaged', async () => {
    const folder = await dataFolderWithCluster();
    await rm(path.join(folder, 'postgres', 'global', 'pg_control'));
    await expect(start(folder)).rejects.toEqual(unavailable(/damaged/, /rebuild/));
  });

  it.runIf(process.platform === 'linux')('when a shared library is missing', async () => {
    const copy = path.join(await dataFolder(), 'native');
    await cp(locateBinaries().home, copy, { recursive: true, verbatimSymlinks: true });
    await rm(path.join(copy, 'lib', 'libxml2.so.2'));
    await rm(path.join(copy, 'lib', 'libicuuc.so.60'));
    const failure = majorVersion(binariesIn(copy));
    await expect(failure).rejects.toEqual(
      unavailable(/shared library lib(xml2|icuuc)\S* is missing/, /Install it/),
    );
  });

  it('when there are no programs', async () => {
    await expect(majorVersion(binariesIn('/nowhere'))).rejects.toEqual(
      unavailable(/file is missing/, /npm ci/),
    );
  });

  /** A disk of its own, so small that it can be filled; only root can make one. */
  async function withSmallDisk(megabytes: number, work: (folder: string) => Promise<void>): Promise<boolean> {
    const folder = await dataFolder();
    const options = `size=${megabytes}m,mode=700`;
    const mounted = await runProgram({
      command: 'mount',
      args: ['-t', 'tmpfs', '-o', options, 'tmpfs', folder],
    });
    if (mounted.code !== 0) return false;
    try {
      await work(folder);
    } finally {
      await runProgram({ command: 'umount', args: [folder] });
    }
    return true;
  }

  it.runIf(isRoot())('when the disk is full at the first start', async ({ skip }) => {
    const done = await withSmallDisk(24, async (folder) => {
      await expect(start(folder)).rejects.toEqual(unavailable(/no space left/, /Free some space/));
      expect(await readdir(folder)).toEqual(['secrets']);
    });
    if (!done) skip('no file system can be mounted here');
  });

  it.runIf(isRoot())(
    'when the disk is full at a later start, and nothing is lost by it',
    async ({ skip }) => {
      const done = await withSmallDisk(110, async (folder) => {
        const first = await start(folder);
        await query(first.connection, 'CREATE TABLE kept AS SELECT 42 AS answer');
        process.kill(first.pid, 'SIGKILL');
        const filler = path.join(folder, 'filler');
        await writeFile(filler, Buffer.alloc(110 * 1024 * 1024)).catch(() => {});
        const full = await start(folder).catch((error: unknown) => error);
        if (full instanceof Error) expect(full).toEqual(unavailable(/no space left/, /Free some space/));
        else await (full as EmbeddedPostgres).stop();
        await rm(filler);
        const again = await start(folder);
        expect(await query(again.connection, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
        await again.stop();
      });
      if (!done) skip('no file system can be mounted here');
    },
  );

  it('when a setting is wrong', async () => {
    const folder = await dataFolderWithCluster();
    await writeFile(path.join(folder, 'postgres', 'postgresql.auto.conf'), 'work_mem = nonsense\n');
    await expect(start(folder)).rejects.toEqual(
      unavailable(/did not start: .*postgresql.auto.conf/, /doctor/),
    );
  });
});
