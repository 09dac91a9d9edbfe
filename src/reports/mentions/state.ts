import { CrosscurrentError } from '../../event/errors.ts';
import type { Stream } from '../../stream/define.ts';
import { CAMPAIGN_DIMENSION } from '../../stream/mentions.ts';
import type { Grain } from '../../stream/rollup.ts';
import { MENTIONS } from '../../warehouse/campaigns/shape.ts';
import type { Statement } from '../answer.ts';
import type { RawRow } from '../distinct.ts';
import { nearestNames, shorten } from '../find.ts';
import { tableOf } from '../sql.ts';

/** Runs one statement of the warehouse with bound values. */
type Ask = (sql: string, values: readonly unknown[]) => Promise<readonly RawRow[]>;

/**
 * When the stream last committed, which windows have mentions (of one campaign, or of any), and how many campaigns
 * those are. Each end of each campaign is one look at an index.
 */
export function mentionState(stream: Stream, grain: Grain, campaign: string | undefined): Statement {
  const end = (which: 'min' | 'max'): string =>
    `(SELECT ${which}(m."event_time") FROM ${tableOf(stream, MENTIONS)} m
    WHERE m."campaign" = c."id" AND m."edition" = c."edition")`;
  const text = `SELECT
  (SELECT "committed_at" FROM "crosscurrent"."stream_state" WHERE "stream" = $1::text) AS "as_of",
  date_trunc('${grain}', min(${end('min')}), 'UTC') AS "first",
  date_trunc('${grain}', max(${end('max')}), 'UTC') AS "last",
  count(*) AS "campaigns",
  md5(string_agg(c."id" || ' ' || c."edition", ',' ORDER BY c."id")) AS "editions",
  (SELECT sum("changes") FROM "crosscurrent"."mention_change"
    WHERE "stream" = $1::text${campaign === undefined ? '' : ' AND "campaign" = $2::text'}) AS "changes"
FROM "crosscurrent"."campaign" c${campaign === undefined ? '' : '\nWHERE c."id" = $2::text'}`;
  const values = campaign === undefined ? [stream.name] : [stream.name, campaign];
  return { engine: 'postgresql', text, values };
}

/** Equal while the mentions that a `mentionState` is about are the same. */
export function mentionVersion(state: RawRow | undefined): string {
  return `${String(state?.['editions'])} ${String(state?.['changes'])}`;
}

/**
 * Refuses a campaign that there is not, naming those there are.
 * @param state a row of `mentionState`
 * @throws CrosscurrentError bad_parameter
 */
export async function requireCampaign(ask: Ask, campaign: string, state: RawRow | undefined): Promise<void> {
  if (Number(state?.['campaigns'] ?? 0) > 0) return;
  const rows = await ask('SELECT "id" FROM "crosscurrent"."campaign" ORDER BY "name_key" LIMIT 1000', []);
  const ids = rows.map((row) => String(row['id']));
  const [near] = nearestNames(campaign, ids);
  const guess = near === undefined ? '' : `Did you mean ${near}? `;
  const few = ids.slice(0, MOST_NAMED).join(', ');
  const allowed = ids.length > MOST_NAMED ? `${few} and others` : few;
  throw new CrosscurrentError(
    'bad_parameter',
    `${CAMPAIGN_DIMENSION} cannot be "${shorten(campaign)}": there is no such campaign.`,
    ids.length === 0
      ? "There is none yet. Make one: crosscurrent campaign add 'Summer sale' --any 'summer sale'."
      : `${guess}Allowed: ${allowed}.`,
  );
}

const MOST_NAMED = 20;
