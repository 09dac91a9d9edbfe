import type { CommitBatch } from '../contract.ts';
import { copyCsv, prepareCsv } from '../copy.ts';
import type { LaneSession } from '../lane.ts';
import type { StreamShape } from '../shape.ts';
import { quoteIdentifier, quoteIdentifiers, tableOf } from '../sql-names.ts';
import type { MatchedFiles, MentionRows } from './contract.ts';
import { MENTIONS, type MentionsShape } from './shape.ts';

/** Where the event of a mention is in the lake, as columns of the staged rows. */
const PLACE = [
  { name: 'lake path', type: 'text COLLATE "C"' },
  { name: 'lake row', type: 'bigint' },
] as const;

const STAGED = 'mentions of campaigns';

/**
 * Mentions of a batch, behind what it says of removed rows: those of events that no longer count go, and those come whose
 * events count. In the transaction that is open.
 */
export async function commitMentions(
  session: LaneSession,
  { stream, mentions: shape }: StreamShape,
  { revisions, mentions = [] }: CommitBatch,
): Promise<void> {
  if (shape === undefined) return;
  const gone = revisions?.removedIds ?? [];
  if (gone.length > 0) await session.client.query(removeStatement(stream), [stream, gone.map(withoutNul)]);
  if (!(await stage(session, shape, mentions))) return;
  await session.client.query(
    insertStatement(
      { stream, shape },
      'JOIN crosscurrent.campaign c ON c.id = s.campaign AND s.edition IN (c.edition, c.next_edition)',
    ),
    [stream],
  );
}

/** PostgreSQL has no place for NUL; engines write it in the same way. */
function withoutNul(id: string): string {
  return id.replaceAll('\0', '\ufffd');
}

/** An id as the table has it: a very long one would not fit its indexes, and is cut with its hash behind it. */
const KEPT_ID = `CASE WHEN octet_length(i) > 600 THEN left(i, 140) || '…' || md5(i) ELSE i END`;

function removeStatement(stream: string): string {
  return `WITH gone AS (
      DELETE FROM ${tableOf(stream, MENTIONS)} WHERE id IN (SELECT ${KEPT_ID} FROM unnest($2::text[]) AS g(i))
      RETURNING campaign
    )
    ${noteChanges('gone')}`;
}

/** Tells readers which campaigns have other mentions now; `$1` is the stream. */
function noteChanges(from: string): string {
  return `INSERT INTO crosscurrent.mention_change AS t (stream, campaign, changes)
    SELECT $1::text, campaign, 1 FROM (SELECT DISTINCT campaign FROM ${from}) AS changed ORDER BY campaign
    ON CONFLICT (stream, campaign) DO UPDATE SET changes = t.changes + 1`;
}

/**
 * Mentions found in files of the lake, for the editions whose files have not been done yet, which they are then. To be
 * called behind `holdCampaigns`.
 */
export async function commitMatchedFiles(
  session: LaneSession,
  { stream, mentions: shape }: StreamShape,
  { editions, paths, mentions }: MatchedFiles,
): Promise<void> {
  if (shape === undefined) return;
  const { client } = session;
  const values = [
    stream,
    paths,
    editions.map(({ campaign }) => campaign),
    editions.map(({ edition }) => edition),
  ];
  await client.query(TO_DO);
  const { rowCount } = await client.query(DONE, values);
  if (rowCount === 0) return;
  if (await stage(session, shape, mentions)) {
    const still = `JOIN pg_temp.campaign_file_done d ON d.path = s.${quoteIdentifier(PLACE[0].name)}
      AND d.campaign = s.campaign AND d.edition = s.edition`;
    await client.query(insertStatement({ stream, shape }, still), [stream]);
  }
}

const TO_DO = `CREATE TEMPORARY TABLE IF NOT EXISTS campaign_file_done
  (path text COLLATE "C", campaign text COLLATE "C", edition integer) ON COMMIT DELETE ROWS`;

/** What another try or a later edition has done away with is not there any more. */
const DONE = `
WITH done AS (
  DELETE FROM crosscurrent.campaign_file f
  USING unnest($3::text[], $4::integer[]) AS e(campaign, edition)
  WHERE f.stream = $1 AND f.path = ANY($2::text[]) AND f.campaign = e.campaign AND f.edition = e.edition
  RETURNING f.path, f.campaign, f.edition
)
INSERT INTO pg_temp.campaign_file_done SELECT path, campaign, edition FROM done`;

/** @returns whether there is something to insert */
async function stage(
  session: LaneSession,
  shape: MentionsShape,
  mentions: readonly MentionRows[],
): Promise<boolean> {
  const files = mentions.filter(({ rows }) => rows > 0).map(({ csvPath }) => csvPath);
  if (files.length === 0) return false;
  const sources = await prepareCsv(files);
  const columns = stagedColumns(shape);
  if (!session.made.has(STAGED)) {
    const lines = columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`);
    await session.client.query(
      `CREATE TEMPORARY TABLE IF NOT EXISTS ${quoteIdentifier(STAGED)} (${lines.join(', ')}) ON COMMIT DELETE ROWS`,
    );
    session.made.add(STAGED);
  }
  const names = columns.map(({ name }) => name);
  const table = `pg_temp.${quoteIdentifier(STAGED)}`;
  for (const source of sources) await copyCsv(session.client, { table, columns: names, source });
  return true;
}

/** The columns of the CSV in their order: the edition, the place in the lake, the event. */
function stagedColumns({ columns }: MentionsShape): readonly { name: string; type: string }[] {
  return [...columns.slice(0, 2), ...PLACE, ...columns.slice(2)];
}

/**
 * Staged rows whose event counts, in the order in which reports read them. One that is there already is the same event:
 * it came once as it arrived and once from the lake.
 */
function insertStatement({ stream, shape }: { stream: string; shape: MentionsShape }, join: string): string {
  const names = quoteIdentifiers(shape.columns.map(({ name }) => name));
  const values = shape.columns.map(({ name }) => `s.${quoteIdentifier(name)}`).join(', ');
  const [path, row] = PLACE.map(({ name }) => `s.${quoteIdentifier(name)}`);
  return `WITH added AS (
    INSERT INTO ${tableOf(stream, MENTIONS)} (${names})
    SELECT ${values} FROM pg_temp.${quoteIdentifier(STAGED)} s ${join}
    WHERE NOT EXISTS (SELECT FROM crosscurrent.lake_removed r
      WHERE r.stream = $1::text AND r.path = ${path} AND r.row = ${row})
    ORDER BY s.campaign, s.edition, s.event_time
    ON CONFLICT DO NOTHING RETURNING campaign
  ) ${noteChanges('added')}`;
}
