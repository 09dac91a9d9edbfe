import type { Stream } from '../../stream/define.ts';
import type { DerivationCost } from '../contract.ts';
import { type DuckDBConnection, identifier, numberOf } from './database.ts';
import type { DerivePool } from './derive-pool.ts';
import { type DerivedFrom, derivationsOf } from './derive-values.ts';
import { appendKnown, createKnownTable, type KnownTables, newValues } from './known-tables.ts';
import { createLine } from './turns.ts';

/** A table of known values is followed by another when it would hold more than this, so that memory stays bounded. */
const MOST_VALUES = 100_000;

/**
 * The same for values that cost less than `CHEAP_MICROSECONDS` to derive: this part of the rows of a slice. Each slice
 * goes through the whole table, which costs more than to derive them again.
 */
const CHEAP_PART = 0.5;

const CHEAP_MICROSECONDS = 5;

/** Tables of fewer values are not worth the change. */
const FEW_VALUES = 4096;

/** What is known of the values of a slice. */
export interface KnownOfSlice {
  /** Names as SQL. */
  readonly tables: KnownTables;
  /** Nobody reads the tables any more. */
  release(): void;
}

/**
 * What is known of a stream's derivations, shared by slices that are prepared side by side: they add to it one after the
 * other. A table that has grown too large is followed by one with what the slice needs of it, and goes when nobody reads
 * it any more.
 */
export interface KnownValues {
  /** Makes every distinct value in `table` known, by asking the derivations' functions for the new ones. */
  derive(connection: DuckDBConnection, table: string): Promise<KnownOfSlice>;
  /** Forgets everything: the functions may have changed since. Nobody may be reading. */
  forget(connection: DuckDBConnection): Promise<void>;
}

interface Slice {
  readonly table: string;
  readonly rows: number;
}

interface KnownTable {
  /** As SQL. */
  readonly name: string;
  size: number;
  readers: number;
}

export function createKnownValues(stream: Stream, pool: DerivePool): KnownValues {
  const line = createLine();
  const groups = derivationsOf(stream);
  const current = new Map<string, KnownTable>();
  let followed: KnownTable[] = [];
  let number = 0;

  const begin = async (
    connection: DuckDBConnection,
    group: DerivedFrom,
    rows?: string,
  ): Promise<KnownTable> => {
    number += 1;
    const name = identifier(`known_${stream.name}_${group.from}_${number}`);
    await createKnownTable(connection, name, group);
    const kept = rows === undefined ? 0 : await numberOf(connection, `INSERT INTO ${name} ${rows}`);
    const table = { name, size: kept, readers: 0 };
    current.set(group.from, table);
    return table;
  };

  const limitOf = (group: DerivedFrom, { rows }: Slice): number =>
    isCheap(group, pool.costs(stream.name))
      ? Math.min(MOST_VALUES, Math.max(FEW_VALUES, CHEAP_PART * rows))
      : MOST_VALUES;

  /** The table with room for so many more values. */
  const withRoom = async (
    connection: DuckDBConnection,
    group: DerivedFrom,
    { more, slice }: { more: number; slice: Slice },
  ): Promise<KnownTable> => {
    const table = current.get(group.from);
    if (table === undefined) return begin(connection, group);
    if (table.size === 0 || table.size + more <= limitOf(group, slice)) return table;
    const needed = `SELECT ${identifier(group.from)} FROM ${slice.table}`;
    const next = await begin(connection, group, `SELECT * FROM ${table.name} WHERE value IN (${needed})`);
    followed.push(table);
    return next;
  };

  const addValues = async (
    connection: DuckDBConnection,
    group: DerivedFrom,
    { values, slice }: { values: readonly string[]; slice: Slice },
  ): Promise<void> => {
    const columns = values.length === 0 ? {} : await pool.run(stream, group, values);
    const table = await withRoom(connection, group, { more: values.length, slice });
    if (values.length === 0) return;
    await appendKnown(connection, table.name, { group, values, columns });
    table.size += values.length;
  };

  const drop = async (connection: DuckDBConnection, tables: readonly KnownTable[]): Promise<void> => {
    for (const { name } of tables) await connection.run(`DROP TABLE ${name}`);
  };

  /** Drops what was followed and is read no more. */
  const tidy = async (connection: DuckDBConnection): Promise<void> => {
    const unread = followed.filter(({ readers }) => readers === 0);
    followed = followed.filter(({ readers }) => readers > 0);
    await drop(connection, unread);
  };

  const tablesNow = (): KnownTables => new Map([...current].map(([from, { name }]) => [from, name]));

  const read = (): KnownOfSlice => {
    const reading = [...current.values()];
    for (const table of reading) table.readers += 1;
    return {
      tables: tablesNow(),
      release() {
        for (const table of reading.splice(0)) table.readers -= 1;
      },
    };
  };

  return {
    async forget(connection) {
      await drop(connection, [...followed, ...current.values()]);
      followed = [];
      current.clear();
    },
    async derive(connection, table) {
      const place = line.take();
      await place.turn;
      try {
        await tidy(connection);
        for (const group of groups) {
          if (!current.has(group.from)) await begin(connection, group);
        }
        const slice = { table, rows: await numberOf(connection, `SELECT count(*) FROM ${table}`) };
        const fresh = await newValues(connection, groups, { slice: table, tables: tablesNow() });
        for (const group of groups) {
          await addValues(connection, group, { values: fresh.get(group) ?? [], slice });
        }
        return read();
      } finally {
        place.done();
      }
    },
  };
}

/** Whether the functions of a column take little time for a value; unknown ones count as dear. */
function isCheap({ derivations }: DerivedFrom, costs: Readonly<Record<string, DerivationCost>>): boolean {
  const each = Object.keys(derivations).map((name) => {
    const { values, milliseconds } = costs[name] ?? { values: 0, milliseconds: 0 };
    return values === 0 ? Number.POSITIVE_INFINITY : (milliseconds * 1000) / values;
  });
  return each.reduce((sum, one) => sum + one, 0) < CHEAP_MICROSECONDS;
}
