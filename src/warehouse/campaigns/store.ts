import type { ClientBase } from 'pg';
import type { MatchRules } from '../../enrich/campaigns/matcher.ts';
import {
  type CampaignChange,
  changeRules,
  type NewCampaign,
  nameKey,
  nextColour,
  rulesOf,
  sameRules,
  slugOf,
} from '../../enrich/campaigns/rules.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import { instant } from '../bookkeeping.ts';
import type { LakeFile } from '../contract.ts';
import type { StoredCampaign } from './contract.ts';

/** A row of `crosscurrent.campaign`. */
export interface CampaignRow {
  readonly id: string;
  readonly name: string;
  readonly name_key: string;
  readonly colour: string;
  readonly rules: MatchRules;
  readonly edition: number;
  readonly next_edition: number | null;
  readonly shown_rules: MatchRules | null;
  readonly match_left: string | null;
  readonly match_total: string;
  readonly created_at: Date;
  readonly changed_at: Date;
}

/** All campaigns; one is being matched while files are left for its newest edition, or until that is put in place. */
export const CAMPAIGNS = `
SELECT id, name, name_key, colour, rules, edition, next_edition, shown_rules, match_total, created_at, changed_at,
  (SELECT sum(f.rows) FROM crosscurrent.campaign_file f
    WHERE f.campaign = c.id AND f.edition = coalesce(c.next_edition, c.edition)) AS match_left
FROM crosscurrent.campaign c ORDER BY name_key`;

export function toCampaign(row: CampaignRow): StoredCampaign {
  const { next_edition: edition, shown_rules: shownRules } = row;
  const total = Number(row.match_total);
  return {
    id: row.id,
    name: row.name,
    colour: row.colour,
    rules: row.rules,
    edition: row.edition,
    next: edition === null || shownRules === null ? null : { edition, shownRules },
    state: edition !== null || row.match_left !== null ? 'matching' : 'ready',
    progress: { done: Math.max(0, total - Number(row.match_left ?? 0)), total },
    createdAt: row.created_at.getTime(),
    changedAt: row.changed_at.getTime(),
  };
}

/** Campaigns are few and changed seldom: one change at a time keeps names and ids apart. */
async function lockCampaigns(client: ClientBase): Promise<CampaignRow[]> {
  await client.query('LOCK TABLE crosscurrent.campaign IN SHARE ROW EXCLUSIVE MODE');
  return (await client.query<CampaignRow>(CAMPAIGNS)).rows;
}

function refuseSameName(rows: readonly CampaignRow[], name: string, own?: string): void {
  const key = nameKey(name);
  const other = rows.find((row) => row.name_key === key && row.id !== own);
  if (other === undefined) return;
  throw new CrosscurrentError(
    'bad_parameter',
    `There is a campaign of this name already: ${other.name} (${other.id}).`,
    `Give it another name, or change ${other.id}.`,
  );
}

function find(rows: readonly CampaignRow[], id: string): CampaignRow {
  const found = rows.find((row) => row.id === id);
  if (found !== undefined) return found;
  const few = rows.slice(0, 10).map((row) => row.id);
  throw new CrosscurrentError(
    'not_found',
    `There is no campaign "${id.slice(0, 100)}".`,
    few.length === 0
      ? 'There is none yet.'
      : `There are ${few.join(', ')}${rows.length > few.length ? ' and others' : ''}.`,
  );
}

async function reread(client: ClientBase, id: string): Promise<StoredCampaign> {
  return toCampaign(find((await client.query<CampaignRow>(CAMPAIGNS)).rows, id));
}

/** What a change needs to know. */
export interface CampaignWork {
  /** Streams with mentions. */
  readonly streams: readonly string[];
  readonly now: number;
}

/** Makes a campaign, in the transaction that is open. */
export async function createCampaign(
  client: ClientBase,
  given: NewCampaign,
  { streams, now }: CampaignWork,
): Promise<StoredCampaign> {
  const rows = await lockCampaigns(client);
  refuseSameName(rows, given.name);
  const rules = rulesOf(given);
  const id = slugOf(given.name, (one) => rows.some((row) => row.id === one));
  const colour = given.colour ?? nextColour(rows.map((row) => row.colour));
  // Rows of a campaign that had this id may still be on their way out.
  const edition = await freeEdition(client, id, 0);
  await client.query(
    `INSERT INTO crosscurrent.campaign (id, name, name_key, colour, rules, edition, created_at, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [id, given.name, nameKey(given.name), colour, JSON.stringify(rules), edition, instant(now)],
  );
  await noteFiles(client, { id, edition, rules, streams });
  return reread(client, id);
}

async function freeEdition(client: ClientBase, id: string, above: number): Promise<number> {
  const { rows } = await client.query<{ edition: number }>(
    'SELECT 1 + greatest($2::integer, max(edition)) AS edition FROM crosscurrent.campaign_leftover WHERE campaign = $1',
    [id, above],
  );
  return rows[0]?.edition ?? above + 1;
}

/** Every file that the lake has now may hold events that the edition is about; what comes later is matched live. */
const NOTE_FILES = `
WITH noted AS (
  INSERT INTO crosscurrent.campaign_file (stream, path, campaign, edition, rows)
  SELECT stream, path, $2, $3, rows FROM crosscurrent.lake_file
  WHERE stream = ANY($1::text[]) AND ($4::timestamptz IS NULL OR max_time >= $4)
    AND ($5::timestamptz IS NULL OR min_time < $5)
  RETURNING rows
)
UPDATE crosscurrent.campaign SET match_total = (SELECT coalesce(sum(rows), 0) FROM noted)
WHERE id = $2`;

const MOVE_FILES = `
WITH moved AS (
  DELETE FROM crosscurrent.campaign_file WHERE stream = $1 AND path = ANY($2::text[]) RETURNING campaign, edition
)
INSERT INTO crosscurrent.campaign_file (stream, path, campaign, edition, rows)
SELECT DISTINCT $1, f.path, m.campaign, m.edition, f.rows
FROM moved m, unnest($3::text[], $4::bigint[]) AS f(path, rows)`;

/**
 * Files of the lake take the place of others, in the transaction that is open: what was still to be looked at in one of
 * those is looked at in these. To look at an event twice changes nothing.
 */
export async function moveFiles(
  client: ClientBase,
  { stream, remove, add }: { stream: string; remove: readonly string[]; add: readonly LakeFile[] },
): Promise<void> {
  // No edition may begin between, with files that are about to go.
  await client.query('LOCK TABLE crosscurrent.campaign IN ROW EXCLUSIVE MODE');
  const files = [add.map(({ path }) => path), add.map(({ rows }) => rows)];
  await client.query(MOVE_FILES, [stream, remove, ...files]);
}

async function noteFiles(
  client: ClientBase,
  {
    id,
    edition,
    rules,
    streams,
  }: { id: string; edition: number; rules: MatchRules; streams: readonly string[] },
): Promise<void> {
  const bound = (ms: number | null): string | null => (ms === null ? null : instant(ms));
  await client.query(NOTE_FILES, [streams, id, edition, bound(rules.from), bound(rules.to)]);
}

/** Changes a campaign, in the transaction that is open: other rules begin a new edition. */
export async function changeCampaign(
  client: ClientBase,
  id: string,
  { change, streams, now }: CampaignWork & { change: CampaignChange },
): Promise<StoredCampaign> {
  const rows = await lockCampaigns(client);
  const row = find(rows, id);
  const name = change.name ?? row.name;
  refuseSameName(rows, name, id);
  const rules = changeRules(row.rules, change);
  await client.query(
    'UPDATE crosscurrent.campaign SET name = $2, name_key = $3, colour = $4, rules = $5, changed_at = $6 WHERE id = $1',
    [id, name, nameKey(name), change.colour ?? row.colour, JSON.stringify(rules), instant(now)],
  );
  if (!sameRules(rules, row.rules)) await beginEdition(client, row, { rules, streams });
  return reread(client, id);
}

async function beginEdition(
  client: ClientBase,
  row: CampaignRow,
  { rules, streams }: { rules: MatchRules; streams: readonly string[] },
): Promise<void> {
  const newest = row.next_edition ?? row.edition;
  const edition = await freeEdition(client, row.id, newest);
  if (row.next_edition !== null) await leaveOver(client, row.id, row.next_edition);
  // What the shown edition had not looked at yet, it never will: the next one does.
  await client.query('DELETE FROM crosscurrent.campaign_file WHERE campaign = $1', [row.id]);
  await client.query('UPDATE crosscurrent.campaign SET next_edition = $2, shown_rules = $3 WHERE id = $1', [
    row.id,
    edition,
    JSON.stringify(row.shown_rules ?? row.rules),
  ]);
  await noteFiles(client, { id: row.id, edition, rules, streams });
}

async function leaveOver(client: ClientBase, id: string, edition: number): Promise<void> {
  await client.query(
    'INSERT INTO crosscurrent.campaign_leftover (campaign, edition) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [id, edition],
  );
}

/** Removes a campaign, in the transaction that is open; its mentions are left over. */
export async function removeCampaign(client: ClientBase, id: string): Promise<StoredCampaign> {
  const row = find(await lockCampaigns(client), id);
  await leaveOver(client, id, row.edition);
  if (row.next_edition !== null) await leaveOver(client, id, row.next_edition);
  await client.query('DELETE FROM crosscurrent.campaign WHERE id = $1', [id]);
  return toCampaign(row);
}

/** Begins a new edition of each campaign if a stream's mentions have to be made anew, in the transaction that is open. */
export async function rematchCampaigns(client: ClientBase, streams: readonly string[]): Promise<boolean> {
  const { rowCount } = await client.query('DELETE FROM crosscurrent.campaign_rematch');
  if (rowCount === 0 || rowCount === null) return false;
  for (const row of await lockCampaigns(client))
    await beginEdition(client, row, { rules: row.rules, streams });
  return true;
}

const COMPLETE = `
SELECT id, edition FROM crosscurrent.campaign c WHERE next_edition IS NOT NULL
  AND NOT EXISTS (SELECT FROM crosscurrent.campaign_file f WHERE f.campaign = c.id)`;

async function isComplete(client: ClientBase): Promise<boolean> {
  const { rowCount } = await client.query(`${COMPLETE} LIMIT 1`);
  return (rowCount ?? 0) > 0;
}

/** Puts editions in place whose files have all been looked at, in the transaction that is open. */
export async function completeCampaigns(client: ClientBase): Promise<string[]> {
  if (!(await isComplete(client))) return [];
  // What commits for the editions of now comes before: nothing is added to those that are over.
  await client.query('LOCK TABLE crosscurrent.campaign IN SHARE ROW EXCLUSIVE MODE');
  const { rows } = await client.query<{ id: string; edition: number }>(`${COMPLETE} FOR UPDATE`);
  for (const { id, edition } of rows) {
    await leaveOver(client, id, edition);
    await client.query(
      'UPDATE crosscurrent.campaign SET edition = next_edition, next_edition = NULL, shown_rules = NULL WHERE id = $1',
      [id],
    );
  }
  return rows.map(({ id }) => id);
}
