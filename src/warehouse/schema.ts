import { CrosscurrentError } from '../event/errors.ts';
import type { Stream } from '../stream/define.ts';
import { MENTIONS } from './campaigns/shape.ts';
import { createStatements } from './ddl.ts';
import { LEDGER_SQL, readMigrations } from './migrate.ts';
import { shapeOf } from './shape.ts';
import { MAX_NAME_BYTES, SYSTEM_SCHEMA, schemaOf } from './sql-names.ts';

/** The whole schema of the warehouse as SQL: what a new database is made with. `schema.sql` holds it. */
export function renderSchema(catalogue: readonly Stream[]): string {
  const migrations = readMigrations().map(({ name, sql }) => `-- ${name}\n\n${sql.trim()}`);
  const streams = catalogue.map((stream) => {
    const statements = createStatements(shapeOf(stream)).map((statement) => `${statement};`);
    return `-- The stream ${stream.name}\n\n${statements.join('\n')}`;
  });
  const head =
    '-- Made by `node scripts/run.mjs --script scripts/schema.ts`; a test compares it with the declarations.';
  return `${[head, LEDGER_SQL, ...migrations, ...streams].join('\n\n')}\n`;
}

/**
 * Refuses declarations whose tables cannot stand beside each other.
 * @throws CrosscurrentError bad_declaration
 */
export function checkNames(catalogue: readonly Stream[]): void {
  const schemas = new Map<string, string>([
    [SYSTEM_SCHEMA, 'the system'],
    ['public', 'PostgreSQL'],
    ['information_schema', 'PostgreSQL'],
  ]);
  for (const stream of catalogue) {
    for (const schema of [schemaOf(stream.name), schemaOf(stream.name, true)]) {
      const other = schemas.get(schema);
      if (other !== undefined || schema.startsWith('pg_')) {
        throw bad(
          `The stream ${stream.name} cannot have the schema ${schema}: it is that of ${other ?? 'PostgreSQL'}.`,
        );
      }
      requireShort(stream.name, schema);
      schemas.set(schema, stream.name);
    }
    checkTables(stream);
  }
}

function checkTables(stream: Stream): void {
  const { tables, views, star, mentions } = shapeOf(stream);
  const names = [
    ...tables.map((table) => table.name),
    ...views.map((view) => view.name),
    ...(star === undefined
      ? []
      : [star.fact, 'dim_date', ...star.dimensions.map((dimension) => dimension.table)]),
    ...(mentions === undefined ? [] : [MENTIONS, ...mentions.views.map((view) => view.name)]),
  ];
  const double = names.find((name, index) => names.indexOf(name) < index);
  if (double !== undefined) throw bad(`The stream ${stream.name} makes two tables or views named ${double}.`);
  const columns = [...tables, ...(mentions === undefined ? [] : [{ name: MENTIONS, ...mentions }])].map(
    (table) => ({ table: table.name, names: table.columns.map((column) => column.name) }),
  );
  for (const one of columns) {
    const twice = one.names.find((name, index) => one.names.indexOf(name) < index);
    if (twice !== undefined) throw bad(`${one.table} of ${stream.name} has two columns named ${twice}.`);
  }
  for (const name of [...names, ...columns.flatMap((one) => one.names)]) requireShort(stream.name, name);
}

function requireShort(stream: string, name: string): void {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return;
  throw bad(
    `The stream ${stream} needs the name ${name}, which PostgreSQL would cut after ${MAX_NAME_BYTES} bytes.`,
  );
}

function bad(message: string): CrosscurrentError {
  return new CrosscurrentError('bad_declaration', message, 'Give it another name.');
}
