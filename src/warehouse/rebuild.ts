import type { ClientBase } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';
import type { Stream } from '../stream/define.ts';
import { alignMentionTable, createMentionViews, WANT_REMATCH } from './campaigns/ddl.ts';
import { MENTIONS } from './campaigns/shape.ts';
import { findTables } from './catalog.ts';
import type { RollupDifference, SwapOptions } from './contract.ts';
import { createStatements } from './ddl.ts';
import { diffTable } from './diff.ts';
import { recordCurrent } from './evolve.ts';
import { copyGrants } from './grants.ts';
import { seedStar } from './seed-star.ts';
import { type StreamShape, shapeOf } from './shape.ts';
import { quoteIdentifier, schemaOf, tableOf } from './sql-names.ts';
import { advanceVersion } from './stream-state.ts';

/** Makes empty shadow tables, in the transaction that is open. @returns the stream's version now */
export async function createShadow(client: ClientBase, shape: StreamShape): Promise<number> {
  await dropShadow(client, shape.stream);
  await client.query(createStatements(shape, true).join('; '));
  await seedStar(client, shape, true);
  return versionOf(client, shape.stream, '');
}

export async function dropShadow(client: ClientBase, stream: string): Promise<void> {
  await client.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(schemaOf(stream, true))} CASCADE`);
}

/** How each table of windows differs from its shadow. */
export async function diffShadow(
  client: ClientBase,
  shape: StreamShape,
): Promise<Record<string, RollupDifference>> {
  const before = await findTables(client, schemaOf(shape.stream));
  const after = await findTables(client, schemaOf(shape.stream, true));
  const differences: Record<string, RollupDifference> = {};
  for (const { name } of shape.tables) {
    const made = after.get(name);
    if (made === undefined) throw noShadow(shape.stream);
    differences[name] = await diffTable(client, {
      stream: shape.stream,
      name,
      before: before.get(name),
      after: made,
    });
  }
  return differences;
}

/**
 * Puts the shadow tables in place of those in use, in the transaction that is open, with the rights that others were
 * given on them. Readers see the old tables or the new ones, nothing between.
 * @returns the stream's new version
 */
export async function swapShadow(
  client: ClientBase,
  stream: Stream,
  { options, now }: { options: SwapOptions; now: number },
): Promise<number> {
  const [used, shadow] = [schemaOf(stream.name), schemaOf(stream.name, true)];
  // Commits lock an offset before anything else: none is half way when the tables go, so nobody waits in a circle.
  await client.query('LOCK TABLE crosscurrent.source_offset IN SHARE ROW EXCLUSIVE MODE');
  const version = await versionOf(client, stream.name, 'FOR UPDATE');
  if (options.version !== undefined && version !== options.version) {
    throw new CrosscurrentError(
      'internal',
      `${stream.name} changed while its tables were made anew (version ${version}, not ${options.version}).`,
      'Rebuild it again.',
    );
  }
  if ((await findTables(client, shadow)).size === 0) throw noShadow(stream.name);
  await takeMentions(client, shapeOf(stream));
  await copyGrants(client, used, shadow);
  await client.query(`DROP SCHEMA ${quoteIdentifier(used)} CASCADE`);
  await client.query(`ALTER SCHEMA ${quoteIdentifier(shadow)} RENAME TO ${quoteIdentifier(used)}`);
  await recordCurrent(client, stream);
  await removeSources(client, stream.name, options.removeSources ?? []);
  return advanceVersion(client, stream.name, now);
}

/**
 * Mentions of campaigns move to the schema that is put in place: they are shown until they have been matched again, in
 * the new files of the lake.
 */
async function takeMentions(client: ClientBase, { stream, mentions }: StreamShape): Promise<void> {
  // No edition may begin between, with files that are about to go.
  await client.query('LOCK TABLE crosscurrent.campaign IN ROW EXCLUSIVE MODE');
  await client.query('DELETE FROM crosscurrent.campaign_file WHERE stream = $1', [stream]);
  const found = (await findTables(client, schemaOf(stream))).get(MENTIONS);
  for (const statement of alignMentionTable(stream, mentions, found).statements)
    await client.query(statement);
  if (mentions === undefined) return;
  await client.query(
    `ALTER TABLE ${tableOf(stream, MENTIONS)} SET SCHEMA ${quoteIdentifier(schemaOf(stream, true))}`,
  );
  for (const statement of createMentionViews(stream, mentions, true)) await client.query(statement);
  await client.query(WANT_REMATCH, [stream]);
}

/** Takes away whatever is known of some sources, but where they go on: see {@link SwapOptions}. */
async function removeSources(client: ClientBase, stream: string, sources: readonly string[]): Promise<void> {
  if (sources.length === 0) return;
  const values = [stream, sources];
  await client.query(
    `DELETE FROM crosscurrent.source_offset o USING crosscurrent.ingested_file f
     WHERE o.stream = $1 AND o.source = ANY($2::text[]) AND f.stream = o.stream AND f.source = o.source`,
    values,
  );
  for (const table of [
    'account',
    'account_reason',
    'account_field',
    'dead_letter',
    'lake_file',
    'ingested_file',
  ]) {
    await client.query(
      `DELETE FROM crosscurrent.${table} WHERE stream = $1 AND source = ANY($2::text[])`,
      values,
    );
  }
  await client.query(
    `UPDATE crosscurrent.stream_state SET latest_event =
       (SELECT max(max_time) FROM crosscurrent.lake_file WHERE stream = $1) WHERE stream = $1`,
    [stream],
  );
}

async function versionOf(client: ClientBase, stream: string, lock: '' | 'FOR UPDATE'): Promise<number> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT version FROM crosscurrent.stream_state WHERE stream = $1 ${lock}`,
    [stream],
  );
  return Number(rows[0]?.version ?? 0);
}

function noShadow(stream: string): CrosscurrentError {
  return new CrosscurrentError(
    'internal',
    `There are no shadow tables of ${stream}.`,
    `Run crosscurrent rebuild ${stream}.`,
  );
}
