import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLeftovers } from './leftover.ts';
import { dataFolder, dataFolderWithCluster, query, start } from './testing.ts';

describe('startEmbeddedPostgres', () => {
  it('makes a cluster at the first start and finds its rows again at the second', async () => {
    const folder = await dataFolder();
    const first = await start(folder);
    await query(first.connection, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start(folder);
    expect(await query(second.connection, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'secrets']);
  });

  it('is up within a second in an existing folder and down within two, with nothing left running', async () => {
    const folder = await dataFolderWithCluster();
    const times: { up: number; down: number }[] = [];
    // The better of two: on a busy machine one of them may have waited for something else.
    for (let turn = 0; turn < 2; turn++) {
      const began = performance.now();
      const postgres = await start(folder);
      const ready = performance.now();
      await postgres.stop();
      times.push({ up: ready - began, down: performance.now() - ready });
      expect(await findLeftovers(path.join(folder, 'postgres'))).toEqual([]);
      expect(await readdir(path.join(folder, 'postgres', 'pg_dynshmem'))).toEqual([]);
    }
    expect(Math.min(...times.map((time) => time.up))).toBeLessThan(1_000);
    expect(Math.min(...times.map((time) => time.down))).toBeLessThan(2_000);
  });

  it('runs with settings for a laptop, loses nothing it has acknowledged, and sorts by code point', async () => {
    const postgres = await start(await dataFolderWithCluster());
    const names = [
      ...[
        'fsync',
        'full_page_writes',
        'synchronous_commit',
        'data_checksums',
        'jit',
        'timezone',
        'max_connections',
      ],
      ...[
        'listen_addresses',
        'unix_socket_directories',
        'server_encoding',
        'password_encryption',
        'max_wal_size',
      ],
    ];
    const rows = await query(
      postgres.connection,
      `SELECT name, current_setting(name) AS value FROM unnest(ARRAY['${names.join("','")}']) AS name`,
    );
    const letters = "SELECT x FROM unnest(ARRAY['b', 'A', 'ä', 'a', 'B']) AS x ORDER BY x";
    const sorted = await query(postgres.connection, letters);
    await postgres.stop();
    expect(sorted.map((row) => row['x'])).toEqual(['A', 'B', 'a', 'b', 'ä']);
    expect(Object.fromEntries(rows.map((row) => [row['name'], row['value']]))).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      data_checksums: 'on',
      jit: 'off',
      timezone: 'UTC',
      max_connections: '50',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      server_encoding: 'UTF8',
      password_encryption: 'scram-sha-256',
      max_wal_size: '512MB',
    });
  });

  it('runs twice at once in two folders', async () => {
    const folders = [await dataFolderWithCluster(), await dataFolderWithCluster()];
    const both = await Promise.all(folders.map((folder) => start(folder)));
    expect(new Set(both.map((one) => one.connection.port)).size).toBe(2);
    await Promise.all(both.map((one) => one.stop()));
  });

  it('ends sessions when it is stopped, and may be stopped again', async () => {
    const postgres = await start(await dataFolderWithCluster());
    const asleep = query(postgres.connection, 'SELECT pg_sleep(60)').catch((error: unknown) => String(error));
    await query(postgres.connection, 'SELECT 1');
    await Promise.all([postgres.stop(), postgres.stop()]);
    await postgres.stop();
    expect(await asleep).toMatch(/terminating connection|Connection terminated|ECONNREFUSED|ECONNRESET/);
  });

  it('tells its listeners how it ended, also those that come late', async () => {
    const postgres = await start(await dataFolderWithCluster());
    const early = new Promise((resolve) => postgres.onExit(resolve));
    await postgres.stop();
    const late = new Promise((resolve) => postgres.onExit(resolve));
    expect(await early).toEqual({ code: 0, signal: null, expected: true });
    expect(await late).toEqual({ code: 0, signal: null, expected: true });
  });

  it('passes on what the server logs', async () => {
    const lines: string[] = [];
    const postgres = await start(await dataFolderWithCluster(), { onLog: (line) => lines.push(line) });
    await postgres.stop();
    expect(lines.join('\n')).toMatch(/ready to accept connections[\s\S]*database system is shut down/);
  });
});

describe('the password', () => {
  it('is generated, long, readable by the owner alone, and needed', async () => {
    const folder = await dataFolderWithCluster();
    const file = path.join(folder, 'secrets', 'postgres-password');
    const postgres = await start(folder);
    expect((await readFile(file, 'utf8')).trim()).toBe(postgres.connection.password);
    expect(postgres.connection.password).toMatch(/^[0-9a-f]{48}$/);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    for (const password of ['', 'crosscurrent', `${postgres.connection.password}0`]) {
      await expect(query({ ...postgres.connection, password }, 'SELECT 1')).rejects.toThrow(/password/);
    }
    await postgres.stop();
  });

  it.each([
    ['is lost', undefined],
    ['is empty', ''],
    ['is damaged', "x'; DROP DATABASE crosscurrent; --"],
    ['is of another cluster', 'ab'.repeat(24)],
  ])('is set anew when its file %s', async (_what, content) => {
    const folder = await dataFolderWithCluster();
    const file = path.join(folder, 'secrets', 'postgres-password');
    if (content === undefined) await rm(file);
    else await writeFile(file, content);
    const postgres = await start(folder);
    expect(await query(postgres.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });
});
