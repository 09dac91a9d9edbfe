import type { ClientBase } from 'pg';
import type { FoundTable } from './catalog.ts';
import type { RollupDifference } from './contract.ts';
import { quoteIdentifier, quoteIdentifiers, tableOf } from './sql-names.ts';

const EXAMPLES = 5;

interface CountRow {
  readonly before: string;
  readonly after: string;
  readonly added: string;
  readonly removed: string;
  readonly changed: string;
}

type Example = RollupDifference['examples'][number];

/** How the rows of one table differ from those of its shadow. Columns that only one of them has are not compared. */
export async function diffTable(
  client: ClientBase,
  {
    stream,
    name,
    before,
    after,
  }: { stream: string; name: string; before: FoundTable | undefined; after: FoundTable },
): Promise<RollupDifference> {
  const shadow = tableOf(stream, name, true);
  if (before === undefined || before.key.join('\n') !== after.key.join('\n')) {
    return replaced(client, { shadow, old: before === undefined ? undefined : tableOf(stream, name) });
  }
  const key = quoteIdentifiers(after.key);
  const measures = [...after.columns.keys()].filter(
    (column) => before.columns.has(column) && !after.key.includes(column),
  );
  const row = (side: string): string =>
    `ROW(${measures.map((name) => `${side}.${quoteIdentifier(name)}`).join(', ')})`;
  const changed = measures.length === 0 ? 'false' : `${row('b')} IS DISTINCT FROM ${row('a')}`;
  const joined = `FROM (SELECT *, true AS there FROM ${tableOf(stream, name)}) b
    FULL JOIN (SELECT *, true AS there FROM ${shadow}) a USING (${key})`;
  const counts = await client.query<CountRow>(
    `SELECT count(b.there) AS before, count(a.there) AS after,
      count(*) FILTER (WHERE b.there IS NULL) AS added, count(*) FILTER (WHERE a.there IS NULL) AS removed,
      count(*) FILTER (WHERE b.there AND a.there AND ${changed}) AS changed ${joined}`,
  );
  const sides = (side: string): string =>
    `CASE WHEN ${side}.there THEN (SELECT to_jsonb(r) FROM (SELECT ${[key, ...measures.map((name) => `${side}.${quoteIdentifier(name)}`)].join(', ')}) r) END`;
  const examples = await client.query<Example>(
    `SELECT ${sides('b')} AS before, ${sides('a')} AS after ${joined}
     WHERE b.there IS NULL OR a.there IS NULL OR ${changed} ORDER BY ${key} LIMIT ${EXAMPLES}`,
  );
  return toDifference(counts.rows[0], examples.rows);
}

/** Rows under another key are other rows: all are new. */
async function replaced(
  client: ClientBase,
  { shadow, old }: { shadow: string; old: string | undefined },
): Promise<RollupDifference> {
  const before = old === undefined ? '0' : `(SELECT count(*) FROM ${old})`;
  const { rows } = await client.query<CountRow>(
    `SELECT ${before} AS before, ${before} AS removed, n AS after, n AS added, 0 AS changed
     FROM (SELECT count(*) AS n FROM ${shadow}) c`,
  );
  const examples = await client.query<Example>(
    `SELECT NULL AS before, to_jsonb(a) AS after FROM ${shadow} a LIMIT ${EXAMPLES}`,
  );
  return toDifference(rows[0], examples.rows);
}

function toDifference(row: CountRow | undefined, examples: readonly Example[]): RollupDifference {
  return {
    before: Number(row?.before ?? 0),
    after: Number(row?.after ?? 0),
    added: Number(row?.added ?? 0),
    removed: Number(row?.removed ?? 0),
    changed: Number(row?.changed ?? 0),
    examples,
  };
}
