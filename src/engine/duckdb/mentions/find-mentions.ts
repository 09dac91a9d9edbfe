import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { compileMatcher, type Matcher } from '../../../enrich/campaigns/matcher.ts';
import { eventColumns, type Stream } from '../../../stream/define.ts';
import type { Mentions } from '../../../stream/mentions.ts';
import { standing } from '../../../stream/standing.ts';
import type { Edition, MentionRows } from '../../../warehouse/campaigns/contract.ts';
import { keptColumns } from '../../../warehouse/campaigns/shape.ts';
import type { BoundStatement } from '../bound-statement.ts';
import {
  type DuckDBConnection,
  forEachChunk,
  identifier,
  numberOf,
  rowsOf,
  textLiteral,
} from '../database.ts';
import { LAKE_FILE, LAKE_ROW, renderNumberedLakeFiles } from '../lake-source.ts';
import { DUCKDB_TYPES, renderDimension, renderExpression } from '../render.ts';
import { renderPrefilter } from './prefilter.ts';

/** Editions made ready to be looked for in the events of one stream. */
export interface MentionSearch {
  readonly stream: Stream;
  readonly mentions: Mentions;
  readonly editions: readonly Edition[];
  readonly matcher: Matcher;
  /** A condition that whatever matches fulfils; null when there is none. */
  readonly prefilter: BoundStatement | null;
}

/** Makes editions ready; undefined when there are none, or the stream has no mentions. */
export function createSearch(stream: Stream, editions: readonly Edition[]): MentionSearch | undefined {
  const { mentions } = stream;
  if (mentions === undefined || editions.length === 0) return undefined;
  const rules = editions.map((edition) => edition.rules);
  return {
    stream,
    mentions,
    editions,
    matcher: compileMatcher(rules),
    prefilter: renderPrefilter(mentions, rules),
  };
}

export interface FindContext {
  readonly connection: DuckDBConnection;
  readonly lakeDir: string;
  readonly scratchDir: string;
}

/**
 * Finds the mentions in lake files and writes them as a CSV file, which whoever asks has to remove; null when there are
 * none. Rows that no longer count are not left out: that is known only when the mentions are kept.
 * @param paths as the warehouse knows the files
 */
export async function findMentions(
  context: FindContext,
  search: MentionSearch,
  paths: readonly string[],
): Promise<MentionRows | null> {
  const { connection } = context;
  const files = paths.map((file) => ({ path: path.join(context.lakeDir, file) }));
  const source = await withAllColumns(connection, search, renderNumberedLakeFiles(files));
  const stands = standing(search.stream, undefined);
  const columns = [...lookedAt(search), ...keptOf(search), ...places].join(', ');
  const all = `SELECT ${columns} FROM ${source} WHERE ${stands === undefined ? 'true' : renderExpression(stands)}`;
  try {
    let from = `(${all})`;
    // Few events are left then. Without it the columns of all would not fit in memory: those found are read again.
    if (search.prefilter !== null) {
      const { text, values } = search.prefilter;
      await connection.run(`CREATE OR REPLACE TEMP TABLE candidates AS ${all} AND ${text}`, [...values]);
      from = 'candidates';
    }
    if (!(await matchEvents(connection, search, from))) return null;
    return await exportFound(context, search, { from, paths });
  } finally {
    for (const table of ['candidates', 'found', 'looked_for']) {
      await connection.run(`DROP TABLE IF EXISTS temp.${table}`);
    }
  }
}

const places = [`${LAKE_FILE} AS file`, `${LAKE_ROW} AS row`];

/** The source with a column of NULLs for each that was declared after its files were written. */
async function withAllColumns(
  connection: DuckDBConnection,
  { stream, mentions }: MentionSearch,
  source: string,
): Promise<string> {
  const { text, tags, language, platform } = mentions;
  const needed = [...text, tags, language, platform, ...keptColumns(stream), stream.revisions?.deleted];
  const rows = await rowsOf(connection, `DESCRIBE SELECT * FROM ${source}`);
  const present = new Set(rows.map((row) => String(row['column_name'])));
  const types = eventColumns(stream);
  const missing = [...new Set(needed)].flatMap((name) =>
    name === undefined || present.has(name)
      ? []
      : [`CAST(NULL AS ${DUCKDB_TYPES[types[name]?.type ?? 'text']}) AS ${identifier(name)}`],
  );
  return missing.length === 0 ? source : `(SELECT *, ${missing.join(', ')} FROM ${source})`;
}

/** Between hashtags, which hold no control characters. */
const TAG_GAP = '\u001e';

/** What the matcher looks at, under names of its own. */
function lookedAt({ stream, mentions }: MentionSearch): string[] {
  const { text, tags, language, platform } = mentions;
  const optional = (name: string | undefined): string =>
    name === undefined ? 'CAST(NULL AS VARCHAR)' : identifier(name);
  return [
    `epoch_ms(${identifier(stream.eventTime)}) AS looked_at`,
    `${tags === undefined ? 'CAST(NULL AS VARCHAR)' : `array_to_string(${identifier(tags)}, chr(30))`} AS looked_tags`,
    `${optional(language)} AS looked_language`,
    `${optional(platform)} AS looked_platform`,
    ...text.map((name, index) => `${identifier(name)} AS looked_text_${index}`),
  ];
}

/** The columns of a mention behind its edition and place, in the order of the table. */
function keptOf({ stream }: MentionSearch): string[] {
  const kept = keptColumns(stream).map((name, index) => {
    const type = eventColumns(stream)[name]?.type ?? 'text';
    return `${renderCell(identifier(name), type)} AS kept_${index}`;
  });
  // As a key: one of any length has to fit the indexes of the warehouse.
  const id = renderDimension(stream.id, 'text');
  return [`${id} AS kept_id`, `${identifier(stream.eventTime)} AS kept_at`, ...kept];
}

/** A value as PostgreSQL reads it: it has no place for NUL, and lists in a spelling of its own. */
function renderCell(value: string, type: string): string {
  if (type === 'text' || type === 'json') return `replace(${value}, chr(0), '\ufffd')`;
  if (type !== 'list') return value;
  const quoted = `replace(replace(replace(one, chr(0), '\ufffd'), '\\', '\\\\'), '"', '\\"')`;
  return `'{' || array_to_string(list_transform(${value}, lambda one: '"' || ${quoted} || '"'), ',') || '}'`;
}

/** Leaves what was found in the table `found`: index of the edition, place of the event. @returns whether there is any */
async function matchEvents(
  connection: DuckDBConnection,
  search: MentionSearch,
  from: string,
): Promise<boolean> {
  const { text, language, platform } = search.mentions;
  const texts = text.map((_, index) => `looked_text_${index}`);
  const columns = ['file', 'row', 'looked_at', 'looked_tags', 'looked_language', 'looked_platform', ...texts];
  /** Edition, file and row, one behind the other: a connection does one thing at a time, so that they have to wait. */
  const found: number[] = [];
  const result = await connection.stream(`SELECT ${columns.join(', ')} FROM ${from}`);
  await forEachChunk(result, (chunk) => {
    const values = columns.map((_, index) => chunk.getColumnValues(index));
    const cell = (column: number, row: number): string | null => {
      const value = values[column]?.[row];
      return typeof value === 'string' ? value : null;
    };
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const tags = cell(3, row);
      const matched = search.matcher.match({
        texts: texts.map((_, index) => cell(6 + index, row)),
        tags: tags === null || tags === '' ? [] : tags.split(TAG_GAP),
        language: language === undefined ? undefined : cell(4, row),
        platform: platform === undefined ? undefined : cell(5, row),
        at: Number(values[2]?.[row]),
      });
      for (const index of matched) found.push(index, Number(values[0]?.[row]), Number(values[1]?.[row]));
    }
  });
  await connection.run('CREATE OR REPLACE TEMP TABLE found (edition INTEGER, file BIGINT, row BIGINT)');
  const appender = await connection.createAppender('found', 'main', 'temp');
  for (let at = 0; at < found.length; at += 3) {
    appender.appendInteger(found[at] ?? 0);
    appender.appendBigInt(BigInt(found[at + 1] ?? 0));
    appender.appendBigInt(BigInt(found[at + 2] ?? 0));
    appender.endRow();
  }
  appender.closeSync();
  return found.length > 0;
}

async function exportFound(
  { connection, scratchDir }: FindContext,
  { stream, editions }: MentionSearch,
  { from, paths }: { from: string; paths: readonly string[] },
): Promise<MentionRows> {
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE looked_for (number INTEGER, campaign VARCHAR, edition INTEGER)',
  );
  const appender = await connection.createAppender('looked_for', 'main', 'temp');
  editions.forEach(({ campaign, edition }, number) => {
    appender.appendInteger(number);
    appender.appendVarchar(campaign);
    appender.appendInteger(edition);
    appender.endRow();
  });
  appender.closeSync();
  const csvPath = path.join(scratchDir, `${stream.name}-mentions-${randomUUID()}.csv`);
  const kept = keptColumns(stream).map((_, index) => `k.kept_${index}`);
  const columns = [
    'l.campaign',
    'l.edition',
    'p.path[f.file + 1]',
    'f.row',
    'k.kept_id',
    'k.kept_at',
    ...kept,
  ];
  const rows = await numberOf(
    connection,
    `COPY (SELECT ${columns.join(', ')} FROM found f JOIN ${from} k ON k.file = f.file AND k.row = f.row
      JOIN looked_for l ON l.number = f.edition, (SELECT [${paths.map(textLiteral).join(', ')}] AS path) p)
     TO ${textLiteral(csvPath)} (FORMAT csv, HEADER false)`,
  );
  return { csvPath, rows };
}
