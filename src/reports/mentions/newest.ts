import type { Expression } from '../../stream/expression.ts';
import { keptColumns, mentionColumn } from '../../warehouse/campaigns/shape.ts';
import { expressionSql } from '../../warehouse/expression-sql.ts';
import type { Statement } from '../answer.ts';
import { toCell } from '../cells.ts';
import type { RawRow } from '../distinct.ts';
import { Bound } from '../sql.ts';
import { columnType } from '../standard.ts';
import { type MentionFilter, mentionsFrom, shownColumn } from './source.ts';

/** Which mentions, newest first. */
export interface NewestMentions extends MentionFilter {
  readonly where: readonly Expression[];
  readonly limit: number;
}

/** The newest mentions behind a figure: a mention that a list goes through more than once is there once. */
export function newestMentions(query: NewestMentions): Statement {
  const { stream, where, limit } = query;
  const bound = new Bound();
  const columns = columnsOf(query).map((name) => shownColumn(stream, name));
  const conditions = where.map((one) => expressionSql(one, mentionColumn(stream)));
  const from = mentionsFrom(query, bound, conditions);
  const key = 'm."event_time", m."id", m."campaign"';
  const text = `SELECT * FROM (
SELECT DISTINCT ON (${key}) ${columns.join(', ')}
  ${from}
ORDER BY m."event_time" DESC, m."id", m."campaign"
) "newest"
LIMIT ${bound.place(limit, 'bigint')}`;
  return { engine: 'postgresql', text, values: bound.values };
}

function columnsOf({ stream }: Pick<MentionFilter, 'stream'>): readonly string[] {
  return [stream.id, stream.eventTime, ...keptColumns(stream)];
}

/** A mention as an event: without what is missing. */
export function mentionEvent(
  { stream }: Pick<MentionFilter, 'stream'>,
  row: RawRow,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    columnsOf({ stream }).flatMap((name) => {
      const value = row[name] ?? null;
      return value === null ? [] : [[name, toCell(columnType(stream, name), value)]];
    }),
  );
}
