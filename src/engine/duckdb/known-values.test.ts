import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../../test/golden/types/good.ts';
import type { Stream } from '../../stream/define.ts';
import { derive } from '../../stream/derived.ts';
import type { DerivationCost } from '../contract.ts';
import { type DuckDBConnection, identifier, numberOf, openDatabase } from './database.ts';
import { renderDerived } from './derivations.ts';
import type { DerivePool } from './derive-pool.ts';
import { deriveValues, TEXT_SEPARATOR } from './derive-values.ts';
import { createKnownValues, type KnownOfSlice } from './known-values.ts';

const stream: Stream = {
  ...shop,
  derived: {
    size: derive({
      from: 'place',
      gives: { letters: 'integer', upper: 'text' },
      by: (value) => ({ letters: value?.length ?? null, upper: value?.toUpperCase() ?? null }),
      about: 'Letters of the place, and the place in capitals',
    }),
  },
};

/** Runs in this thread, notes what it was asked for, and says that a value costs so much. */
function poolOf(microseconds: number): DerivePool & { readonly asked: string[] } {
  const asked: string[] = [];
  const cost: DerivationCost = { values: 1000, milliseconds: microseconds };
  return {
    asked,
    run: (_stream, group, values) => {
      asked.push(...values);
      return Promise.resolve(deriveValues(group.derivations, values).columns);
    },
    costs: () => ({ size: cost }),
    close: () => Promise.resolve(),
  };
}

let scratchDir = '';
let connection: DuckDBConnection;

beforeAll(async () => {
  scratchDir = await mkdtemp(path.join(tmpdir(), 'known-values-'));
  const database = await openDatabase({ threads: 1, memoryMiB: 256, scratchDir });
  connection = await database.connect();
});

afterAll(async () => {
  connection.closeSync();
  await rm(scratchDir, { recursive: true, force: true });
});

async function slice(name: string, values: readonly (string | null)[]): Promise<string> {
  await connection.run(`CREATE OR REPLACE TABLE ${name} (place VARCHAR)`);
  const appender = await connection.createAppender(name);
  for (const value of values) {
    if (value === null) appender.appendNull();
    else appender.appendVarchar(value);
    appender.endRow();
  }
  appender.closeSync();
  return name;
}

/** Each value of a slice with what is derived from it. */
async function answers(name: string, known: KnownOfSlice): Promise<unknown[][]> {
  const { joins, columns } = renderDerived(stream, known.tables);
  const list = columns.map(({ name: column, sql }) => `${sql} AS ${identifier(column)}`);
  const reader = await connection.runAndReadAll(`SELECT x.place, ${list.join(', ')} FROM ${name} x ${joins}`);
  return reader
    .getRows()
    .map((row) => [...row].map((value) => (typeof value === 'bigint' ? Number(value) : value)));
}

const expected = (values: readonly (string | null)[]): unknown[][] =>
  values.map((value) => [value, value?.length ?? null, value?.toUpperCase() ?? null]);

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `place ${from + index}`);

describe('known values', () => {
  it('answer for every value, whatever is in it, and ask for each once', async () => {
    const odd = [
      '',
      `a${TEXT_SEPARATOR}b`,
      TEXT_SEPARATOR,
      'a',
      'b',
      'é😀',
      'x'.repeat(5000),
      ' ',
      "it's",
      '\n',
    ];
    const pool = poolOf(100);
    const known = createKnownValues(stream, pool);
    const values = [null, ...odd, ...odd];
    for (let round = 0; round < 2; round += 1) {
      const { tables, release } = await known.derive(connection, await slice('odd', values));
      expect((await answers('odd', { tables, release })).sort()).toEqual(expected(values).sort());
      release();
    }
    expect(pool.asked.sort()).toEqual(odd.sort());
  });

  it('that cost little are forgotten when no slice has them any more, while a slice that reads them goes on', async () => {
    const known = createKnownValues(stream, poolOf(0.1));
    const first = await known.derive(connection, await slice('first', numbered(0, 6000)));
    for (let number = 1; number <= 8; number += 1) {
      const values = numbered(number * 5000, number * 5000 + 6000);
      const later = await known.derive(connection, await slice('later', values));
      expect(await answers('later', later)).toEqual(expected(values));
      const held = await numberOf(connection, `SELECT count(*) FROM ${later.tables.get('place')}`);
      expect(held).toBeLessThanOrEqual(6000);
      later.release();
    }
    expect(await answers('first', first)).toEqual(expected(numbered(0, 6000)));
    first.release();
    (await known.derive(connection, 'later')).release();
    const tables = await numberOf(
      connection,
      `SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'known_%'`,
    );
    expect(tables).toBeLessThanOrEqual(2); // of this test and of the one before
  });

  it('that cost much are kept', async () => {
    const pool = poolOf(100);
    const known = createKnownValues(stream, pool);
    for (const [from, to] of [
      [0, 6000],
      [6000, 12_000],
      [12_000, 18_000],
      [18_000, 24_000],
      [0, 6000],
    ] as const) {
      (await known.derive(connection, await slice('kept', numbered(from, to)))).release();
    }
    expect(pool.asked.length).toBe(24_000);
  });

  it('are made again after they were forgotten', async () => {
    const pool = poolOf(100);
    const known = createKnownValues(stream, pool);
    for (let round = 0; round < 2; round += 1) {
      (await known.derive(connection, await slice('again', ['a', 'b']))).release();
      await known.forget(connection);
    }
    expect(pool.asked).toHaveLength(4);
  });
});
