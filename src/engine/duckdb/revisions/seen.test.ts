import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecentIds } from '../recent-ids.ts';
import { renderRevisionHashes, type SeenIds, type SeenRows, seeRevisions } from './seen.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

type Row = readonly [id: string, version: number | null, deleted: boolean | null];

function see(seen: SeenIds, rows: readonly Row[]): Promise<SeenRows> {
  const values = rows.map(([id, version, deleted], line) => `(${line}, '${id}', ${version}, ${deleted})`);
  const from = `(SELECT line, id, CAST(version AS BIGINT) AS version, CAST(deleted AS BOOLEAN) AS deleted FROM (VALUES ${values.join(
    ', ',
  )}) v(line, id, version, deleted))`;
  const revisions = { deleted: 'deleted', version: 'version', person: 'id' };
  const sql = renderRevisionHashes('id', revisions, { from, order: 'ORDER BY line' });
  return seeRevisions(connection, sql, seen, 1);
}

function nothingSeen(isComplete = true): SeenIds {
  return { ids: new RecentIds(), revised: new RecentIds(), isComplete };
}

describe('events that were there before', () => {
  it('are known by id and version, deletions by their id alone', async () => {
    const seen = nothingSeen();
    const first: Row[] = [
      ['a', null, null],
      ['a', 0, false],
      ['a', 1, null],
      ['a', 1, false],
      ['a', 2, null],
    ];
    expect(await see(seen, first)).toEqual({ rows: 5, duplicates: [1, 3], revising: [2, 4], deletions: 0 });
    const deletions: Row[] = [
      ['a', null, true],
      ['a', 7, true],
      ['a', 0, null],
      ['a', 2, null],
    ];
    expect(await see(seen, deletions)).toEqual({
      rows: 4,
      duplicates: [1, 2, 3],
      revising: [0],
      deletions: 2,
    });
  });

  it('do not take a deletion for a version, or one id for another', async () => {
    const rows: Row[] = [
      ['a', null, true],
      ['a', 1, null],
      ['a', 0, null],
      ['b', 1, null],
      ['c', 0, null],
    ];
    expect(await see(nothingSeen(), rows)).toEqual({
      rows: 5,
      duplicates: [],
      revising: [1, 2],
      deletions: 1,
    });
  });

  it('may have been, where not all are remembered', async () => {
    const rows: Row[] = [
      ['a', 1, null],
      ['b', null, true],
      ['c', null, null],
    ];
    expect(await see(nothingSeen(false), rows)).toMatchObject({ duplicates: [], revising: [0, 1] });
    expect(await see(nothingSeen(true), rows)).toMatchObject({ duplicates: [], revising: [] });
  });
});
