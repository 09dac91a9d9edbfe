import type { ClientBase } from 'pg';
import type { Stream } from '../stream/define.ts';
import { alignMentionTable, createMentionViews, WANT_REMATCH } from './campaigns/ddl.ts';
import { MENTIONS } from './campaigns/shape.ts';
import { type FoundTable, findTables } from './catalog.ts';
import type { SchemaState } from './contract.ts';
import { columnComments, createStatements, createTable, createView } from './ddl.ts';
import { type Definitions, definitionsOf, MENTIONS_DEFINITION, shapeChecksum } from './definitions.ts';
import { seedStar } from './seed-star.ts';
import { type StreamShape, shapeOf, type TableShape } from './shape.ts';
import { quoteIdentifier, schemaOf, tableOf } from './sql-names.ts';

interface Recorded {
  readonly checksum: string;
  readonly definitions: Definitions;
  readonly reasons: readonly string[];
}

/**
 * Brings a stream's tables in line with its declaration, in the transaction that is open. New tables and columns are
 * made and the gap is noted; what would need other rows is left to a rebuild, and blocks the stream.
 */
export async function evolveStream(client: ClientBase, stream: Stream): Promise<SchemaState> {
  const shape = shapeOf(stream);
  const recorded = await readRecord(client, stream.name);
  const checksum = shapeChecksum(shape);
  const definitions = definitionsOf(stream);
  if (recorded === undefined || !(await hasEvents(client, stream.name))) {
    if (recorded?.checksum !== checksum) await createAfresh(client, shape);
    await writeRecord(client, stream.name, { checksum, definitions, reasons: [] });
    return { stream: stream.name, state: 'current', reasons: [] };
  }
  const changed = redefined(recorded.definitions, definitions);
  let rematch = changed.includes(MENTIONS_DEFINITION);
  const reasons = [
    ...recorded.reasons,
    ...changed
      .filter((name) => name !== MENTIONS_DEFINITION)
      .map((name) => `${name} is counted in another way now`),
  ];
  if (recorded.checksum !== checksum) {
    const change = compare(shape, await findTables(client, schemaOf(stream.name)));
    if (change.blocked.length > 0) return { stream: stream.name, state: 'blocked', reasons: change.blocked };
    for (const statement of change.statements) await client.query(statement);
    reasons.push(...change.gaps);
    rematch ||= change.rematch;
  }
  if (rematch) await client.query(WANT_REMATCH, [stream.name]);
  const unique = [...new Set(reasons)];
  await writeRecord(client, stream.name, { checksum, definitions, reasons: unique });
  return { stream: stream.name, state: unique.length === 0 ? 'current' : 'partial', reasons: unique };
}

/** Notes that a stream's tables were made from today's declaration, without gaps. */
export async function recordCurrent(client: ClientBase, stream: Stream): Promise<void> {
  const record = {
    checksum: shapeChecksum(shapeOf(stream)),
    definitions: definitionsOf(stream),
    reasons: [],
  };
  await writeRecord(client, stream.name, record);
}

async function readRecord(client: ClientBase, stream: string): Promise<Recorded | undefined> {
  const { rows } = await client.query<Recorded>(
    'SELECT checksum, definitions, reasons FROM crosscurrent.stream_schema WHERE stream = $1',
    [stream],
  );
  return rows[0];
}

async function writeRecord(client: ClientBase, stream: string, record: Recorded): Promise<void> {
  await client.query(
    `INSERT INTO crosscurrent.stream_schema (stream, checksum, definitions, reasons) VALUES ($1, $2, $3, $4)
     ON CONFLICT (stream) DO UPDATE SET checksum = excluded.checksum, definitions = excluded.definitions,
       reasons = excluded.reasons`,
    [stream, record.checksum, JSON.stringify(record.definitions), JSON.stringify(record.reasons)],
  );
}

async function hasEvents(client: ClientBase, stream: string): Promise<boolean> {
  const { rows } = await client.query(
    'SELECT 1 FROM crosscurrent.account WHERE stream = $1 AND stored > 0 LIMIT 1',
    [stream],
  );
  return rows.length > 0;
}

async function createAfresh(client: ClientBase, shape: StreamShape): Promise<void> {
  await client.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(schemaOf(shape.stream))} CASCADE`);
  await client.query(createStatements(shape).join('; '));
  await seedStar(client, shape, false);
}

/** What is counted in another way now. */
function redefined(before: Definitions, now: Definitions): string[] {
  return Object.entries(now)
    .filter(([name, checksum]) => before[name] !== undefined && before[name] !== checksum)
    .map(([name]) => name);
}

interface Change {
  readonly statements: string[];
  /** What is there only for events from now on. */
  readonly gaps: string[];
  /** What only a rebuild can change. */
  readonly blocked: string[];
  /** Mentions of campaigns have to be matched again. */
  rematch: boolean;
}

function compare(shape: StreamShape, found: ReadonlyMap<string, FoundTable>): Change {
  const change: Change = { statements: [], gaps: [], blocked: [], rematch: false };
  for (const view of shape.views) {
    change.statements.push(`DROP VIEW IF EXISTS ${tableOf(shape.stream, view.name)}`);
  }
  for (const table of shape.tables) compareTable(change, shape.stream, table, found.get(table.name));
  for (const view of shape.views) change.statements.push(...createView(shape.stream, view, false));
  compareStar(change, shape, found);
  compareMentions(change, shape, found.get(MENTIONS));
  return change;
}

function compareTable(
  change: Change,
  stream: string,
  table: TableShape,
  found: FoundTable | undefined,
): void {
  if (found === undefined) {
    change.statements.push(...createTable(stream, table, false));
    change.gaps.push(`${table.name} is new`);
    return;
  }
  const name = tableOf(stream, table.name);
  const key = table.columns.filter((column) => column.merge === 'key').map((column) => column.name);
  if (key.join('\n') !== found.key.join('\n')) {
    change.blocked.push(`${table.name} has other dimensions now`);
    return;
  }
  for (const column of table.columns) {
    const there = found.columns.get(column.name);
    if (there === undefined) {
      // Without NOT NULL: the windows before now have no value, and 0 would be a lie.
      change.statements.push(`ALTER TABLE ${name} ADD COLUMN ${quoteIdentifier(column.name)} ${column.type}`);
      change.gaps.push(`${table.name}.${column.name} is new`);
    } else if (!column.type.startsWith(there.type)) {
      change.blocked.push(`${table.name}.${column.name} is ${column.type} now and was ${there.type}`);
    }
  }
  for (const [column, there] of found.columns) {
    if (table.columns.some((ours) => ours.name === column) || !there.notNull) continue;
    change.statements.push(`ALTER TABLE ${name} ALTER COLUMN ${quoteIdentifier(column)} DROP NOT NULL`);
  }
  change.statements.push(...columnComments(name, table.columns));
}

/** Mentions can be matched again, so that no change of them needs a rebuild. */
function compareMentions(
  change: Change,
  { stream, mentions }: StreamShape,
  found: FoundTable | undefined,
): void {
  for (const view of mentions?.views ?? []) {
    change.statements.push(`DROP VIEW IF EXISTS ${tableOf(stream, view.name)}`);
  }
  const { statements, rematch } = alignMentionTable(stream, mentions, found);
  change.statements.push(...statements);
  if (mentions !== undefined) change.statements.push(...createMentionViews(stream, mentions, false));
  change.rematch = rematch;
}

/** The star is checked by the names of its tables and columns: anything else than equal is for a rebuild. */
function compareStar(
  change: Change,
  { stream, star }: StreamShape,
  found: ReadonlyMap<string, FoundTable>,
): void {
  if (star === undefined) return;
  const expected = [
    {
      name: star.fact,
      columns: ['date_key', ...star.dimensions.map((d) => d.surrogate), ...star.measures.map((m) => m.name)],
    },
    ...star.dimensions.map((d) => ({
      name: d.table,
      columns: [d.surrogate, d.natural, ...Object.keys(d.attributes)],
    })),
  ];
  for (const { name, columns } of expected) {
    const there = [...(found.get(name)?.columns.keys() ?? [])];
    if (columns.toSorted().join('\n') === there.toSorted().join('\n')) continue;
    change.blocked.push(`${schemaOf(stream)}.${name} has other columns now`);
  }
}
