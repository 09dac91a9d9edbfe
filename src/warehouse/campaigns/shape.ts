import { eventColumns, type Stream } from '../../stream/define.ts';
import { listsOf } from '../../stream/elements.ts';
import { CAMPAIGN_DIMENSION } from '../../stream/mentions.ts';
import type { Grain, Measure, Rollup } from '../../stream/rollup.ts';
import { type ColumnShape, MISSING_MEMBER, TEXT, VALUE_TYPES } from '../column-shape.ts';
import { type ColumnSql, expressionSql } from '../expression-sql.ts';
import { quoteIdentifier, quoteLiteral } from '../sql-names.ts';

/** The table of a stream's mentions. */
export const MENTIONS = 'mentions';

/** Columns of the table in front of those that are kept. */
export const MENTION_KEY: readonly ColumnShape[] = [
  { name: CAMPAIGN_DIMENSION, type: TEXT, notNull: true, merge: 'key', about: 'Id of the campaign' },
  { name: 'edition', type: 'integer', notNull: true, merge: 'key', about: 'Of the rules that matched' },
  { name: 'id', type: TEXT, notNull: true, merge: 'key', about: 'Id of the event' },
  { name: 'event_time', type: 'timestamptz', notNull: true, merge: 'replace', about: 'When it happened' },
];

/** A rollup of mentions: a view, so that nothing has to be merged or subtracted. */
export interface MentionView {
  readonly name: string;
  readonly about: string;
  /** @param table the mentions, as SQL text */
  readonly select: (table: string) => string;
}

/** What a stream's mentions are kept in. */
export interface MentionsShape {
  readonly about: string;
  readonly columns: readonly ColumnShape[];
  readonly views: readonly MentionView[];
}

/** The columns of an event that are kept with a mention, in their order in the table. */
export function keptColumns(stream: Stream): readonly string[] {
  const { keep = [] } = stream.mentions ?? {};
  return [...new Set(keep)].filter((name) => name !== stream.id && name !== stream.eventTime);
}

/** The table and views that a stream's declaration asks for; undefined when it has no mentions. */
export function mentionsShape(stream: Stream): MentionsShape | undefined {
  if (stream.mentions === undefined) return undefined;
  const types = eventColumns(stream);
  const kept = keptColumns(stream).map((name): ColumnShape => {
    const type = types[name]?.type ?? 'text';
    return { name, type: VALUE_TYPES[type], notNull: false, merge: 'replace', about: '' };
  });
  return {
    about: `${stream.mentions.about}; those of a campaign's current edition count`,
    columns: [...MENTION_KEY, ...kept],
    views: Object.entries(stream.mentions.rollups).map(([name, rollup]) => ({
      name,
      about: rollup.about,
      select: (table) => viewSql(stream, rollup, table),
    })),
  };
}

/** How a column of an event is read from the table of mentions, under the alias `m`. */
export function mentionColumn(stream: Stream): ColumnSql {
  return (name) => {
    if (name === stream.id) return 'm."id"';
    return `m.${quoteIdentifier(name === stream.eventTime ? 'event_time' : name)}`;
  };
}

/** A dimension of a mention as a key: a missing value is the member `undefined` (V1). */
export function mentionDimension(stream: Stream, name: string): string {
  const element = Object.hasOwn(stream.elements, name) ? stream.elements[name] : undefined;
  const missing = quoteLiteral(MISSING_MEMBER);
  if (element !== undefined) {
    const text = `m.${quoteIdentifier(textOf(element.list))}`;
    // U+001F stands between the parts of a text.
    const part =
      element.part === undefined ? text : `(string_to_array(${text}, chr(31)))[${element.part + 1}]`;
    return `coalesce(${part}, ${missing})`;
  }
  const column = mentionColumn(stream)(name);
  if (name === CAMPAIGN_DIMENSION) return column;
  const type = eventColumns(stream)[name]?.type ?? 'text';
  if (type === 'boolean') return `coalesce(${column}, false)`;
  return `coalesce(${column}${type === 'text' || type === 'json' ? '' : '::text'}, ${missing})`;
}

/** Has one text of a list, in a row for each of them; no column of a stream has a name with a blank. */
function textOf(list: string): string {
  return `text of ${list}`;
}

/** The start of the window of a mention. */
export function mentionWindow(grain: Grain): string {
  return `date_trunc('${grain}', m."event_time", 'UTC')`;
}

/** A measure over mentions as an aggregate. */
export function mentionMeasure(stream: Stream, measure: Measure): string {
  const column = mentionColumn(stream);
  switch (measure.kind) {
    case 'count':
      return measure.where === undefined
        ? 'count(*)'
        : `count(*) FILTER (WHERE ${expressionSql(measure.where, column)})`;
    case 'sum':
      return `coalesce(sum(${column(measure.column)}), 0)`;
    case 'min':
    case 'max':
      return `${measure.kind}(${column(measure.column)})`;
    case 'distinct':
      return `count(DISTINCT ${column(measure.column)})`;
  }
}

/**
 * Mentions of the editions that are shown, under the alias `m`, with a row for each text of the lists that these
 * dimensions go through. `unnest` among the columns takes two thirds of the time of a lateral join.
 * @param table as SQL text
 */
export function shownMentions(stream: Stream, table: string, dimensions: readonly string[]): string {
  const shown = `${table} m\n  JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition`;
  return listsOf(stream.elements, dimensions).reduce(
    (from, list) =>
      `(SELECT m.*, unnest(${mentionColumn(stream)(list)}) AS ${quoteIdentifier(textOf(list))} FROM ${from}) m`,
    shown,
  );
}

function viewSql(stream: Stream, rollup: Rollup, table: string): string {
  const keys = [
    `${mentionWindow(rollup.grain)} AS "window_start"`,
    ...rollup.by.map((name) => `${mentionDimension(stream, name)} AS ${quoteIdentifier(name)}`),
  ];
  const measures = Object.entries(rollup.measures).map(
    ([name, measure]) => `${mentionMeasure(stream, measure)} AS ${quoteIdentifier(name)}`,
  );
  const where =
    rollup.where === undefined ? '' : `\n  WHERE ${expressionSql(rollup.where, mentionColumn(stream))}`;
  const groups = keys.map((_, index) => index + 1).join(', ');
  return `SELECT ${[...keys, ...measures].join(',\n    ')}
  FROM ${shownMentions(stream, table, rollup.by)}${where}
  GROUP BY ${groups}`;
}
