import type { ListedRow, ListingQuery } from '../../engine/contract.ts';
import { mentionColumn } from '../../warehouse/campaigns/shape.ts';
import type { Statement } from '../answer.ts';
import { mentionsFrom, shownColumn } from '../mentions/source.ts';
import { Bound } from '../sql.ts';

/** A listing of the events that a campaign matched. */
export interface MentionsQuery extends ListingQuery {
  readonly campaign: string;
}

/** Runs one statement of the warehouse with bound values. */
type Ask = (sql: string, values: readonly unknown[]) => Promise<readonly ListedRow[]>;

/** Rows that are looked through for words at first; then four times as many, and so on. */
const ROWS_AT_FIRST = 500;

/**
 * The rows of a listing from the table of mentions, and the statement that read them. Words are looked for here, by the
 * rules of Unicode: what PostgreSQL takes for a letter depends on how its database was made.
 */
export async function listMentions(
  ask: Ask,
  query: MentionsQuery,
): Promise<{ readonly rows: readonly ListedRow[]; readonly statement: Statement }> {
  if (query.words.length === 0) {
    const statement = listingSql(query, { limit: query.limit, offset: 0 });
    return { rows: await ask(statement.text, statement.values), statement };
  }
  const patterns = query.words.map(wordPattern);
  const rows: ListedRow[] = [];
  let offset = 0;
  for (let limit = Math.max(ROWS_AT_FIRST, query.limit); ; limit *= 4) {
    const statement = listingSql(query, { limit, offset });
    const page = await ask(statement.text, statement.values);
    rows.push(...page.filter((row) => patterns.every((pattern) => isFound(query, row, pattern))));
    offset += limit;
    if (page.length < limit || rows.length >= query.limit) {
      return { rows: rows.slice(0, query.limit), statement };
    }
  }
}

function listingSql(query: MentionsQuery, { limit, offset }: { limit: number; offset: number }): Statement {
  const { stream, campaign, columns, search, order, words } = query;
  const bound = new Bound();
  const column = mentionColumn(stream);
  const equals = { campaign, ...query.equals };
  const likely = words.flatMap((word) => likelySql(bound, search.map(column), word));
  const from = mentionsFrom({ ...query, equals, known: [], by: [] }, bound, likely);
  const ordered = [
    ...(order === stream.eventTime ? [] : [`${column(order)} DESC NULLS LAST`]),
    'm."event_time" DESC',
    'm."id"',
  ];
  const shown = [...new Set([...columns, ...(words.length === 0 ? [] : search)])];
  const text = `SELECT ${shown.map((name) => shownColumn(stream, name)).join(', ')}
  ${from}
ORDER BY ${ordered.join(', ')}
LIMIT ${bound.place(limit, 'bigint')} OFFSET ${bound.place(offset, 'bigint')}`;
  return { engine: 'postgresql', text, values: bound.values };
}

/** A condition that most rows without the word do not fulfil, and each with it does; none for words without ASCII. */
function likelySql(bound: Bound, columns: readonly string[], word: string): string[] {
  const [piece = ''] = (word.toLowerCase().match(/[a-z0-9]+/g) ?? []).sort((a, b) => b.length - a.length);
  if (piece === '') return [];
  const found = columns.map((column) => `strpos(lower(${column}::text), ${bound.place(piece, 'text')}) > 0`);
  return [`(${found.join(' OR ')})`];
}

/** A word in any case with no letter or number beside it; what is special in a pattern is taken as it is. */
function wordPattern(word: string): RegExp {
  const isInWord = (character: string | undefined): boolean => /^[\p{L}\p{N}\p{M}_]$/u.test(character ?? '');
  const characters = [...word];
  const escaped = characters.map((one) => (/[\\^$.*+?()[\]{}|/]/.test(one) ? `\\${one}` : one)).join('');
  const before = isInWord(characters[0]) ? '(?<![\\p{L}\\p{N}\\p{M}_])' : '';
  const behind = isInWord(characters.at(-1)) ? '(?![\\p{L}\\p{N}\\p{M}_])' : '';
  return new RegExp(`${before}${escaped}${behind}`, 'iu');
}

function isFound({ search }: MentionsQuery, row: ListedRow, pattern: RegExp): boolean {
  return search.some((name) => {
    const value = row[name];
    return [value].flat().some((text) => typeof text === 'string' && pattern.test(text));
  });
}
