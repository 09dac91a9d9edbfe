import type { ColumnType } from '../../../stream/column.ts';
import type { Stream } from '../../../stream/define.ts';
import { enrichedColumns } from '../../flink/events.ts';
import { identifier } from '../database.ts';
import { renderTombstones } from '../revisions/mark.ts';
import { type Arrived, renderTriedRows } from '../stored-rows.ts';

/**
 * The accepted rows of the view `taken` as JSON objects: the id first, then the other columns of `enrichedColumns`.
 * Instants are whole epoch milliseconds, decimals texts with all their digits, lists arrays; what is missing is null.
 *
 * They come as UTF-8 in one column, those of `together` neighbouring lines in one value: for each the number of its
 * line, a blank and its JSON, line feeds between them, in any order. Handing on a value of an answer costs as much as
 * making a row of it.
 *
 * They are the rows that the lake would get, but for duplicates: a deletion tells which event it deletes and when, and
 * nothing else (R1).
 */
export function renderEnriched(
  stream: Stream,
  { together, ...arrived }: Arrived & { together: number },
): string {
  const columns = enrichedColumns(stream);
  const names = [stream.id, ...Object.keys(columns).filter((name) => name !== stream.id)];
  const fields = names.map((name) => `${identifier(name)} := ${renderField(name, columns[name])}`);
  const rows = renderTriedRows(stream, renderTaken(stream), arrived);
  const event = `CAST(line AS VARCHAR) || ' ' || CAST(to_json(struct_pack(${fields.join(', ')})) AS VARCHAR)`;
  return `SELECT encode(string_agg(${event}, chr(10))) AS events FROM (${rows}) GROUP BY line // ${together}`;
}

function renderTaken(stream: Stream): string {
  const all = 'SELECT * FROM taken';
  if (stream.revisions === undefined) return all;
  const columns = [...Object.keys(stream.columns), ...Object.keys(stream.extracted), 'extra'];
  return renderTombstones(stream, stream.revisions, { from: all, columns });
}

function renderField(name: string, type: ColumnType | undefined): string {
  const column = identifier(name);
  if (type === 'timestamp') return `epoch_ms(${column})`;
  // As a number of JSON it would be read as a double.
  return type === 'decimal' ? `CAST(${column} AS VARCHAR)` : column;
}
