import type { Lanes } from '../lane.ts';
import type { Query } from '../pool.ts';
import type { StreamShape } from '../shape.ts';
import { tableOf } from '../sql-names.ts';
import { advanceVersion } from '../stream-state.ts';
import { transactOnce } from '../transact-once.ts';
import type { Campaigns, FilesToMatch } from './contract.ts';
import { holdCampaigns } from './editions.ts';
import { commitMatchedFiles } from './mention-rows.ts';
import { MENTIONS } from './shape.ts';
import {
  CAMPAIGNS,
  type CampaignRow,
  changeCampaign,
  completeCampaigns,
  createCampaign,
  rematchCampaigns,
  removeCampaign,
  toCampaign,
} from './store.ts';

export interface CampaignParts {
  readonly lanes: Lanes;
  readonly query: Query;
  /** Of all streams. */
  readonly shapes: readonly StreamShape[];
  readonly now: () => number;
}

/** The campaigns of a warehouse that is open. */
export function openCampaigns({ lanes, query, shapes, now }: CampaignParts): Campaigns {
  const mentioning = shapes.filter((shape) => shape.mentions !== undefined);
  const streams = mentioning.map((shape) => shape.stream);
  const lane = () => lanes.lane('campaigns');
  const work = () => ({ streams, now: now() });
  /** Commits and what is found in stored events take turns: neither misses what the other does to an event. */
  const commits = (stream: string) => lanes.lane(`commit ${stream}`);
  return {
    async list() {
      return (await query<CampaignRow>(CAMPAIGNS)).map(toCampaign);
    },
    async counts() {
      const counts: Record<string, Record<string, number>> = {};
      for (const stream of streams) {
        for (const { id, mentions } of await query<{ id: string; mentions: string }>(
          countStatement(stream),
        )) {
          counts[id] = { ...counts[id], [stream]: Number(mentions) };
        }
      }
      return counts;
    },
    create: (campaign) => transactOnce(lane(), ({ client }) => createCampaign(client, campaign, work())),
    change: (id, change) =>
      transactOnce(lane(), ({ client }) => changeCampaign(client, id, { change, ...work() })),
    remove: (id) => transactOnce(lane(), ({ client }) => removeCampaign(client, id)),
    rematch: () => transactOnce(lane(), ({ client }) => rematchCampaigns(client, streams)),
    async nextFiles(among, rows) {
      const found = await query<FileRow>(NEXT_FILES, [among, rows]);
      return toFiles(found);
    },
    async isMatching(stream) {
      const found = await query('SELECT FROM crosscurrent.campaign_file WHERE stream = $1 LIMIT 1', [stream]);
      return found.length > 0;
    },
    async commitMatched(matched) {
      const shape = mentioning.find((one) => one.stream === matched.stream);
      if (shape === undefined) return;
      await commits(shape.stream).transaction(async (session) => {
        await holdCampaigns(session.client);
        // Before it looks at anything: in turn with the commits of other processes, too.
        await advanceVersion(session.client, shape.stream, now());
        await commitMatchedFiles(session, shape, matched);
      });
    },
    async completeEditions() {
      return transactOnce(lane(), async ({ client }) => {
        const complete = await completeCampaigns(client);
        if (complete.length > 0) for (const stream of streams) await advanceVersion(client, stream, now());
        return complete;
      });
    },
    async clearLeftovers() {
      const [leftover] = await query<{ campaign: string; edition: number }>(
        'SELECT campaign, edition FROM crosscurrent.campaign_leftover ORDER BY campaign, edition LIMIT 1',
      );
      if (leftover === undefined) return false;
      const values = [leftover.campaign, leftover.edition];
      for (const stream of streams) {
        const gone = await commits(stream).transaction(async ({ client }) => {
          const { rowCount } = await client.query(clearStatement(stream), values);
          return rowCount ?? 0;
        });
        if (gone > 0) return true;
      }
      await query('DELETE FROM crosscurrent.campaign_leftover WHERE campaign = $1 AND edition = $2', values);
      return true;
    },
  };
}

function countStatement(stream: string): string {
  return `SELECT c.id, (SELECT count(*) FROM ${tableOf(stream, MENTIONS)} m
    WHERE m.campaign = c.id AND m.edition = c.edition) AS mentions FROM crosscurrent.campaign c`;
}

/** Rows that are deleted in one go: a commit waits for no more than these. */
const CLEARED_ROWS = 10_000;

function clearStatement(stream: string): string {
  const table = tableOf(stream, MENTIONS);
  return `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM ${table} WHERE campaign = $1 AND edition = $2 LIMIT ${CLEARED_ROWS}))`;
}

interface FileRow {
  readonly stream: string;
  readonly path: string;
  readonly rows: string;
  readonly campaigns: readonly string[];
  readonly editions: readonly number[];
  readonly known: boolean;
}

/** Looked at to find files that wait for the same editions; there may be very many in all. */
const NEAR_ROWS = 20_000;

/** Files one behind the other that wait for the same editions: those of the first one of all. */
const NEXT_FILES = `
WITH near AS (
  SELECT * FROM crosscurrent.campaign_file WHERE stream = ANY($1::text[])
  ORDER BY stream, path, campaign, edition LIMIT ${NEAR_ROWS}
), paths AS (
  SELECT DISTINCT stream, path FROM near
), files AS (
  SELECT f.stream, f.path, f.rows, array_agg(f.campaign ORDER BY f.campaign, f.edition) AS campaigns,
    array_agg(f.edition ORDER BY f.campaign, f.edition) AS editions
  FROM paths JOIN crosscurrent.campaign_file f USING (stream, path) GROUP BY 1, 2, 3
), alike AS (
  SELECT f.*, sum(f.rows) OVER (ORDER BY f.path) - f.rows AS before
  FROM files f, (SELECT * FROM files ORDER BY stream, path LIMIT 1) first
  WHERE f.stream = first.stream AND f.campaigns = first.campaigns AND f.editions = first.editions
)
SELECT stream, path, rows, campaigns, editions,
  EXISTS (SELECT FROM crosscurrent.lake_file l WHERE l.stream = a.stream AND l.path = a.path) AS known
FROM alike a WHERE before = 0 OR before + rows <= $2 ORDER BY path`;

function toFiles(rows: readonly FileRow[]): FilesToMatch | null {
  const [first] = rows;
  if (first === undefined) return null;
  return {
    stream: first.stream,
    editions: first.campaigns.map((campaign, index) => ({ campaign, edition: first.editions[index] ?? 0 })),
    files: rows.map(({ path, rows: count, known }) => ({ path, rows: Number(count), known })),
  };
}
