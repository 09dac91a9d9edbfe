import { instant } from './bookkeeping.ts';
import type { DeadLetterFilter, DeadLetters, StoredDeadLetter } from './contract.ts';
import { FORGET_LETTERS_OF_PEOPLE } from './revisions.ts';

interface Row {
  readonly id: string;
  readonly stream: string;
  readonly source: string;
  readonly source_offset: string;
  readonly reason: string;
  readonly raw: Buffer;
  readonly raw_bytes: string;
  readonly received_at: Date;
  readonly replayed_at: Date | null;
}

const COLUMNS = 'id, stream, source, source_offset, reason, raw, raw_bytes, received_at, replayed_at';

/** Each may keep 64 KiB of its line: this many are 64 MiB at most. */
const MAX_LIST = 1_000;

type Query = <R>(sql: string, values: readonly unknown[]) => Promise<R[]>;

/** The rejected lines (D6). */
export function openDeadLetters(query: Query, clock: { now(): number }): DeadLetters {
  const list = async (filter: DeadLetterFilter): Promise<StoredDeadLetter[]> => {
    const { where, values } = conditions(filter);
    const limit = Math.min(filter.limit ?? 50, MAX_LIST);
    const sql = `SELECT ${COLUMNS} FROM crosscurrent.dead_letter ${where} ORDER BY id DESC LIMIT ${limit}`;
    return (await query<Row>(sql, values)).map(toLetter);
  };
  return {
    list,
    async count({ stream, reason, ids, waiting }) {
      const { where, values } = conditions({
        ...(stream === undefined ? {} : { stream }),
        ...(reason === undefined ? {} : { reason }),
        ...(ids === undefined ? {} : { ids }),
        ...(waiting === undefined ? {} : { waiting }),
      });
      const rows = await query<{ letters: string }>(
        `SELECT count(*) AS letters FROM crosscurrent.dead_letter ${where}`,
        values,
      );
      return Number(rows[0]?.letters ?? 0);
    },
    async get(id) {
      return (await list({ ids: [id], limit: 1 }))[0];
    },
    async markReplayed(ids) {
      const rows = await query<{ id: string }>(
        `UPDATE crosscurrent.dead_letter SET replayed_at = $2
         WHERE id = ANY($1::bigint[]) AND replayed_at IS NULL RETURNING id`,
        [ids.filter(isId), instant(clock.now())],
      );
      return rows.length;
    },
    async forgetPerson(stream, person) {
      const rows = await query<{ letters: string }>(FORGET_LETTERS_OF_PEOPLE, [stream, [person]]);
      return Number(rows[0]?.letters ?? 0);
    },
  };
}

/** What is no number cannot be an id, and PostgreSQL would refuse it as one. */
function isId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

function conditions(filter: DeadLetterFilter): { where: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    parts.push(condition(`$${values.length}`));
  };
  add(filter.stream, (parameter) => `stream = ${parameter}`);
  add(filter.reason, (parameter) => `reason = ${parameter}`);
  add(
    filter.before === undefined ? undefined : isId(filter.before) ? filter.before : '0',
    (p) => `id < ${p}::bigint`,
  );
  add(filter.ids?.filter(isId), (parameter) => `id = ANY(${parameter}::bigint[])`);
  if (filter.waiting === true) parts.push('replayed_at IS NULL');
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
}

function toLetter(row: Row): StoredDeadLetter {
  return {
    id: row.id,
    stream: row.stream,
    source: row.source,
    offset: BigInt(row.source_offset),
    reason: row.reason,
    raw: row.raw,
    rawBytes: Number(row.raw_bytes),
    receivedAt: row.received_at.getTime(),
    replayedAt: row.replayed_at?.getTime() ?? null,
  };
}
