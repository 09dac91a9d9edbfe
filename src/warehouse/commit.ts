import { CrosscurrentError } from '../event/errors.ts';
import { keepBooks } from './bookkeeping.ts';
import { holdCampaigns, requireMatched } from './campaigns/editions.ts';
import { commitMentions } from './campaigns/mention-rows.ts';
import type { CommitBatch, Committed, SourceAdvance } from './contract.ts';
import type { LaneSession } from './lane.ts';
import { mergePartials } from './merge.ts';
import { keepRevisions, mayEmptyRows } from './revisions.ts';
import type { StreamShape } from './shape.ts';

/**
 * Locks the offsets of these sources, in one order for everybody, and reads them; a new source starts at 0. An upsert
 * that changes nothing does both in one round trip, also when two start with the same new source.
 */
const LOCK_OFFSETS = `
INSERT INTO crosscurrent.source_offset AS o (stream, source, next_offset)
SELECT $1, source, 0 FROM unnest($2::text[]) AS s(source) ORDER BY source
ON CONFLICT (stream, source) DO UPDATE SET next_offset = o.next_offset
RETURNING source, next_offset`;

const STATE = 'SELECT version, committed_at FROM crosscurrent.stream_state WHERE stream = $1';

/**
 * The one transaction that makes each event count exactly once (D2): offsets are locked and compared, partial sums are
 * merged, and offsets, accounting, dead letters and lake files written. To be called inside a transaction.
 */
export async function commitBatch(
  session: LaneSession,
  shape: StreamShape,
  { batch, now }: { batch: CommitBatch; now: number },
): Promise<Committed> {
  if (batch.matched !== undefined) await holdCampaigns(session.client);
  const offsets = await lockOffsets(session, batch);
  if (whereIs(batch, offsets) === 'behind')
    return { ...(await stateOf(session, batch.stream)), outcome: 'already' };
  if (batch.matched !== undefined) await requireMatched(session.client, batch.matched);
  const { partials } = batch;
  await mergePartials(session, shape, { partials, shadow: false, emptied: mayEmptyRows(batch) });
  const state = await keepBooks(session.client, batch, now);
  await keepRevisions(session.client, batch);
  await commitMentions(session, shape, batch);
  return { ...state, outcome: 'committed' };
}

async function lockOffsets(session: LaneSession, batch: CommitBatch): Promise<ReadonlyMap<string, bigint>> {
  if (batch.advances.length === 0) return new Map();
  const { rows } = await session.client.query<{ source: string; next_offset: string }>({
    name: 'lock-offsets',
    text: LOCK_OFFSETS,
    values: [batch.stream, batch.advances.map((advance) => advance.source)],
  });
  return new Map(rows.map((row) => [row.source, BigInt(row.next_offset)]));
}

/**
 * Whether the batch comes next, or lies behind the offsets already. Otherwise another process has moved the offset since
 * the batch was begun, and nothing of it may be kept.
 */
function whereIs(batch: CommitBatch, offsets: ReadonlyMap<string, bigint>): 'next' | 'behind' {
  const at = (advance: SourceAdvance): bigint => offsets.get(advance.source) ?? 0n;
  const moves = batch.advances.filter((advance) => advance.from !== advance.to);
  if (moves.length > 0 && batch.advances.every((advance) => at(advance) === advance.to)) return 'behind';
  const wrong = batch.advances.find((advance) => at(advance) !== advance.from);
  if (wrong === undefined) return 'next';
  throw new CrosscurrentError(
    'overtaken',
    `A batch of ${batch.stream} goes from ${wrong.from} to ${wrong.to} of ${wrong.source}, but its offset is ${at(wrong)}.`,
    'Another process has taken the source over; whoever has it goes on from there.',
  );
}

async function stateOf(
  session: LaneSession,
  stream: string,
): Promise<{ version: number; committedAt: number }> {
  const { rows } = await session.client.query<{ version: string; committed_at: Date | null }>(STATE, [
    stream,
  ]);
  return { version: Number(rows[0]?.version ?? 0), committedAt: rows[0]?.committed_at?.getTime() ?? 0 };
}
