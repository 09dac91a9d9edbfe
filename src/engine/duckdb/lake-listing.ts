import type { ColumnType } from '../../stream/column.ts';
import { eventColumns } from '../../stream/define.ts';
import { standing } from '../../stream/standing.ts';
import type { ListingQuery } from '../contract.ts';
import type { BoundStatement } from './bound-statement.ts';
import { identifier } from './database.ts';
import { type LakeRows, renderLakeFiles } from './lake-source.ts';
import { renderDimension, renderExpression } from './render.ts';

/** What stands before columns that the answer has in another form; no column can have a name with a blank. */
const ROW = identifier('stored event');

/** The events of a listing, in DuckDB's SQL. Only the columns that are named are read. */
export function renderListing(query: ListingQuery, files: readonly LakeRows[]): BoundStatement {
  const { stream } = query;
  const types = eventColumns(stream);
  const typeOf = (name: string): ColumnType => types[name]?.type ?? 'text';
  const values: (string | boolean | number)[] = [];
  const bind = (value: string | boolean | number): string => `$${values.push(value)}`;
  const time = identifier(stream.eventTime);
  const stands = standing(stream, undefined);
  const searched = query.search.map((name) => renderSearched(name, typeOf(name)));
  const conditions = [
    `${time} >= make_timestamp_ms(${query.from})`,
    `${time} < make_timestamp_ms(${query.to})`,
    ...(stands === undefined ? [] : [renderExpression(stands)]),
    ...Object.entries(query.equals).map(
      ([name, value]) => `${renderDimension(name, typeOf(name))} = ${bind(value)}`,
    ),
    ...query.words.map((word) => {
      const pattern = bind(wordPattern(word));
      return `(${searched.map((text) => `coalesce(regexp_matches(${text}, ${pattern}), false)`).join(' OR ')})`;
    }),
  ];
  const columns = query.columns.map((name) => `${renderShown(name, typeOf(name))} AS ${identifier(name)}`);
  const order = [
    ...(query.order === stream.eventTime ? [] : [`${ROW}.${identifier(query.order)} DESC NULLS LAST`]),
    `${ROW}.${time} DESC`,
    `${ROW}.${identifier(stream.id)}`,
  ];
  const limit = bind(query.limit);
  const text = `SELECT ${columns.join(', ')} FROM ${renderLakeFiles(files)} AS ${ROW} WHERE ${conditions.join(
    ' AND ',
  )} ORDER BY ${order.join(', ')} LIMIT CAST(${limit} AS BIGINT)`;
  return { text, values };
}

/** Instants as epoch milliseconds, in which every reader means the same. */
function renderShown(name: string, type: ColumnType): string {
  const column = `${ROW}.${identifier(name)}`;
  return type === 'timestamp' ? `CAST(epoch_ms(${column}) AS DOUBLE)` : column;
}

/** The texts of a list are looked through one by one, with something between them that is in no word. */
function renderSearched(name: string, type: ColumnType): string {
  return type === 'list' ? `array_to_string(${identifier(name)}, chr(31))` : identifier(name);
}

/**
 * A word as a pattern of RE2: in any case, and where it begins or ends with a letter or digit, none stands beside it.
 * What is special in a pattern is taken as it is.
 */
export function wordPattern(word: string): string {
  const isInWord = (character: string | undefined): boolean => /^[\p{L}\p{N}\p{M}_]$/u.test(character ?? '');
  const characters = [...word];
  const escaped = characters.map((one) => (/^[\\^$.*+?()[\]{}|]$/.test(one) ? `\\${one}` : one)).join('');
  const before = isInWord(characters[0]) ? '(?:^|[^\\pL\\pN\\pM_])' : '';
  const behind = isInWord(characters.at(-1)) ? '(?:$|[^\\pL\\pN\\pM_])' : '';
  return `(?is)${before}${escaped}${behind}`;
}
