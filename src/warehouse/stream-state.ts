import type { ClientBase } from 'pg';
import { instant } from './bookkeeping.ts';
import type { StreamState } from './contract.ts';
import { COMMIT_CHANNEL } from './sql-names.ts';

/** All states, of streams that had a commit. */
export const STREAM_STATES =
  'SELECT stream, version, committed_at, latest_event FROM crosscurrent.stream_state';

/** A row of {@link STREAM_STATES}. */
export interface StateRow {
  readonly stream: string;
  readonly version: string;
  readonly committed_at: Date | null;
  readonly latest_event: Date | null;
}

export function toStreamState(row: StateRow): StreamState {
  return {
    stream: row.stream,
    version: Number(row.version),
    committedAt: row.committed_at?.getTime() ?? null,
    latestEvent: row.latest_event?.getTime() ?? null,
  };
}

/** Moves the version of stream $1 at the instant $2, and tells all that listen. */
export const ADVANCE = `
WITH state AS (
  INSERT INTO crosscurrent.stream_state AS t (stream, version, committed_at) VALUES ($1, 1, $2)
  ON CONFLICT (stream) DO UPDATE SET version = t.version + 1, committed_at = excluded.committed_at
  RETURNING version
)
SELECT version, pg_notify('${COMMIT_CHANNEL}', json_build_object('stream', $1::text, 'version', version)::text)
FROM state`;

/** Says that the figures of a stream changed, when the transaction commits. @returns its new version */
export async function advanceVersion(client: ClientBase, stream: string, now: number): Promise<number> {
  const { rows } = await client.query<{ version: string }>(ADVANCE, [stream, instant(now)]);
  return Number(rows[0]?.version ?? 0);
}
