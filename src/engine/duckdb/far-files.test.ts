import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDBInstance, openDatabase, textLiteral } from './database.ts';
import { bringFarFiles } from './far-files.ts';
import { filesRead, lakeRows, renderLakeFiles, renderNumberedLakeFiles } from './lake-source.ts';

describe('the files that a statement reads', () => {
  const lake = path.resolve("/data/o'lake");
  const rows = (...files: string[]) =>
    lakeRows(
      lake,
      files.map((file) => ({ path: file })),
    );

  it('are found wherever they are read, torn ones too', () => {
    const torn = [...rows('s/a.parquet'), ...rows('s/b.parquet').map((file) => ({ ...file, removed: [1] }))];
    const sql = `SELECT * FROM ${renderLakeFiles(torn)} JOIN ${renderNumberedLakeFiles(rows('s/c.parquet'))}`;
    expect(filesRead(sql, lake)).toEqual(['s/a.parquet', 's/b.parquet', 's/c.parquet']);
  });

  it('are not those that it writes, and not those elsewhere', () => {
    const elsewhere = renderLakeFiles(lakeRows('/scratch', [{ path: 'part.parquet' }]));
    const target = textLiteral(path.join(lake, 's/new.parquet'));
    expect(filesRead(`COPY (SELECT * FROM ${elsewhere}) TO ${target}`, lake)).toEqual([]);
  });

  it('are none where a text is broken off', () => {
    expect(filesRead("SELECT * FROM read_parquet(['/data", lake)).toEqual([]);
    expect(filesRead('SELECT * FROM read_parquet([', lake)).toEqual([]);
  });
});

describe('a connection whose lake files are elsewhere', () => {
  let folder = '';
  let database: DuckDBInstance;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-far-'));
    database = await openDatabase({ threads: 1, memoryMiB: 128, scratchDir: path.join(folder, 'scratch') });
  });
  afterAll(async () => {
    database.closeSync();
    await rm(folder, { recursive: true, force: true });
  });

  /** Makes files when they are asked for, and tells which are held. */
  async function connect(bring?: () => Promise<() => void>) {
    const lakeDir = await mkdtemp(path.join(folder, 'lake-'));
    const maker = await database.connect();
    const held: string[] = [];
    const far = {
      bring:
        bring ??
        (async (files: readonly string[]) => {
          for (const file of files) {
            await maker.run(
              `COPY (SELECT 1 AS n) TO ${textLiteral(path.join(lakeDir, file))} (FORMAT parquet)`,
            );
          }
          held.push(...files);
          return () => {
            held.splice(0);
          };
        }),
      keepOnly: () => undefined,
      interrupt: () => undefined,
    };
    const connection = bringFarFiles(await database.connect(), { folder: lakeDir, far });
    const from = (...files: string[]) =>
      renderLakeFiles(
        lakeRows(
          lakeDir,
          files.map((file) => ({ path: file })),
        ),
      );
    return { connection, held, from };
  }

  it('has them while a statement runs', async () => {
    const { connection, held, from } = await connect();
    const reader = await connection.runAndReadAll(`SELECT sum(n) FROM ${from('a', 'b')}`);
    expect(Number(reader.getRows()[0]?.[0])).toBe(2);
    expect(held).toEqual([]);
    connection.closeSync();
  });

  it('has them while an answer is streamed: until the next statement, or the end', async () => {
    const { connection, held, from } = await connect();
    await connection.stream(`SELECT n FROM ${from('a')}`);
    expect(held).toEqual(['a']);
    await connection.run('SELECT 1');
    expect(held).toEqual([]);
    await connection.stream(`SELECT n FROM ${from('b')}`);
    connection.closeSync();
    expect(held).toEqual([]);
  });

  it('lets them go when a statement fails', async () => {
    const { connection, held, from } = await connect();
    await expect(connection.run(`SELECT nothing FROM ${from('a')}`)).rejects.toThrow();
    expect(held).toEqual([]);
    connection.closeSync();
  });

  it('stops waiting for them when it is interrupted, and lets go what comes later', async () => {
    const coming = Promise.withResolvers<() => void>();
    const { connection, from } = await connect(() => coming.promise);
    const running = connection.run(`SELECT n FROM ${from('a')}`);
    running.catch(() => undefined);
    await Promise.resolve();
    connection.interrupt();
    await expect(running).rejects.toThrow('INTERRUPT');
    const released = new Promise<void>((resolve) => coming.resolve(resolve));
    await released;
    connection.closeSync();
  });
});
