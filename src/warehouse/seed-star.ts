import type { ClientBase } from 'pg';
import type { DimensionShape, StreamShape } from './shape.ts';
import { quoteIdentifier, quoteIdentifiers, tableOf } from './sql-names.ts';

/** Writes the members that a star's dimensions have before any event; those that are there stay. */
export async function seedStar(client: ClientBase, shape: StreamShape, shadow: boolean): Promise<void> {
  for (const dimension of shape.star?.dimensions ?? []) {
    const target = { table: tableOf(shape.stream, dimension.table, shadow), dimension };
    await insertMembers(client, target, dimension.members);
  }
}

/** Adds members to a dimension, with their attributes; those that are there stay. @param table as SQL text */
export async function insertMembers(
  client: ClientBase,
  { table, dimension }: { table: string; dimension: DimensionShape },
  members: readonly string[],
): Promise<void> {
  if (members.length === 0) return;
  const attributes = Object.entries(dimension.attributes);
  const values = [members, ...attributes.map(([, of]) => members.map((member) => of(member)))];
  const columns = [dimension.natural, ...attributes.map(([name]) => name)];
  await client.query(
    `INSERT INTO ${table} (${quoteIdentifiers(columns)})
     SELECT * FROM unnest(${values.map((_, index) => `$${index + 1}::text[]`).join(', ')})
     ON CONFLICT (${quoteIdentifier(dimension.natural)}) DO NOTHING`,
    values,
  );
}
