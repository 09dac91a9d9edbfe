import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ColumnShape } from './column-shape.ts';
import { TEXT } from './column-shape.ts';
import { type ComparedWarehouse, compareTable, openForComparison } from './compare.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start.ts';
import type { TableShape } from './shape.ts';

const column = (name: string, type: string, merge: ColumnShape['merge']): ColumnShape => ({
  ...{ name, type, merge, notNull: merge === 'key', about: name },
});

const table: TableShape = {
  ...{ name: 'page_hours', rollup: 'page_hours', grain: 'hour', kind: 'additive', about: '' },
  columns: [
    column('window_start', 'timestamptz', 'key'),
    column('page', TEXT, 'key'),
    column('is_bot', 'boolean', 'key'),
    column('views', 'bigint', 'add'),
    column('revenue', 'numeric', 'add'),
    column('last', 'timestamptz', 'greatest'),
  ],
};
const compared = { stream: 'shop', table };

let folder = '';
let postgres: EmbeddedPostgres;
let clients: Client[] = [];
let sides: { one: ComparedWarehouse; other: ComparedWarehouse };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'compare-'));
  postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'postgres'),
    secretsDir: path.join(folder, 'secrets'),
    onLog: () => undefined,
  });
  const client = new Client(postgres.connection);
  await client.connect();
  for (const name of ['one', 'other']) await client.query(`CREATE DATABASE ${name}`);
  await client.end();
});

afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  const connections = ['one', 'other'].map((database) => ({ ...postgres.connection, database }));
  clients = connections.map((connection) => new Client(connection));
  for (const client of clients) {
    await client.connect();
    await client.query(
      `DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop; CREATE TABLE shop.page_hours (window_start timestamptz,
       page text COLLATE "C", is_bot boolean, views bigint, revenue numeric, last timestamptz, PRIMARY KEY (window_start, page, is_bot))`,
    );
  }
  const [one, other] = connections;
  if (one === undefined || other === undefined) throw new Error('there are two sides');
  sides = { one: await openForComparison(one), other: await openForComparison(other) };
});

afterEach(async () => {
  await sides.one.close();
  await sides.other.close();
  for (const client of clients) await client.end();
});

async function insert(side: 0 | 1, values: string): Promise<void> {
  await clients[side]?.query(`INSERT INTO shop.page_hours VALUES ${values}`);
}

const HOUR = Date.UTC(2026, 0, 1);

describe('the comparison of two warehouses', () => {
  it('finds rows equal whose decimals have other zeros, whose instants were written otherwise, in whatever order', async () => {
    await insert(
      0,
      `('2026-01-01 00:00+00','a',false,1,1.5,NULL),('2026-01-01 00:00+00','b',true,2,0,'2026-01-01 01:00+00')`,
    );
    await insert(
      1,
      `('2026-01-01 01:00+01','b',true,2,0.000000000,'2026-01-01 03:00+02'),('2026-01-01 00:00Z','a',false,1,1.500000000,NULL)`,
    );
    expect(await compareTable(sides, compared, 20)).toEqual({
      ...{
        table: 'page_hours',
        rows: 2,
        otherRows: 2,
        missing: 0,
        unexpected: 0,
        different: 0,
        examples: [],
      },
    });
    expect(await sides.one.fingerprint(compared)).toBe(await sides.other.fingerprint(compared));
  });

  it('tells of rows that one side lacks, and of other measures, as they are', async () => {
    await insert(0, `('2026-01-01','a',false,9007199254740993,1,NULL),('2026-01-01','b',false,1,1,NULL)`);
    await insert(1, `('2026-01-01','a',false,9007199254740992,1,NULL),('2026-01-01','b',true,1,1,NULL)`);
    const found = await compareTable(sides, compared, 2);
    expect(found).toMatchObject({ rows: 2, otherRows: 2, missing: 1, unexpected: 1, different: 1 });
    const row = { window_start: String(HOUR), is_bot: 'false', revenue: '1', last: null };
    expect(found.examples).toEqual([
      {
        one: { ...row, page: 'a', views: '9007199254740993' },
        other: { ...row, page: 'a', views: '9007199254740992' },
      },
      { one: { ...row, page: 'b', views: '1' }, other: null },
    ]);
    expect(await sides.one.fingerprint(compared)).not.toBe(await sides.other.fingerprint(compared));
  });

  it('[V5] keeps keys apart and in order by code point, also beyond the first 65,536', async () => {
    const pages = ['Z', 'a', 'ä', '\uffee', '\u{1f600}', 'undefined'];
    const values = (some: readonly string[]): string =>
      some.map((page) => `('2026-01-01','${page}',false,1,1,NULL)`).join(',');
    await insert(0, values(pages));
    await insert(1, values(pages.filter((page) => page !== '\uffee')));
    const found = await compareTable(sides, compared, 20);
    expect(found).toMatchObject({ rows: 6, otherRows: 5, missing: 1, unexpected: 0, different: 0 });
    expect(found.examples[0]?.one).toMatchObject({ page: '\uffee' });
  });

  it('reads tables larger than what is fetched at once, and compares to the last row', async () => {
    const many = (last: number): string =>
      `INSERT INTO shop.page_hours SELECT '2026-01-01'::timestamptz + n * interval '1 hour', 'p' || n, false, CASE n WHEN 9000 THEN ${last} ELSE n END, n, NULL FROM generate_series(1, 9000) n`;
    await clients[0]?.query(many(1));
    await clients[1]?.query(many(2));
    const found = await compareTable(sides, compared, 20);
    expect(found).toMatchObject({ rows: 9000, otherRows: 9000, different: 1 });
    expect(found.examples[0]?.other).toMatchObject({ page: 'p9000', views: '2' });
  });
});
