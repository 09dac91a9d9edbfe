import type { Stream } from '../../stream/define.ts';
import { CAMPAIGN_DIMENSION } from '../../stream/mentions.ts';
import {
  MENTIONS,
  mentionColumn,
  mentionDimension,
  mentionMeasure,
  shownMentions,
} from '../../warehouse/campaigns/shape.ts';
import { expressionSql } from '../../warehouse/expression-sql.ts';
import type { ReportQuery, Source } from '../query.ts';
import { measureOf } from '../rollups.ts';
import { type Bound, quoted, tableOf } from '../sql.ts';

/** What the mentions of a report are, as conditions on `m`. */
export interface MentionFilter extends Pick<ReportQuery, 'stream' | 'from' | 'to' | 'equals' | 'known'> {
  /** Dimensions of the rollup: they say which lists are gone through. */
  readonly by: readonly string[];
}

/** The FROM and WHERE of mentions. */
export function mentionsFrom(filter: MentionFilter, bound: Bound, more: readonly string[] = []): string {
  const { stream, from, to, equals, known, by } = filter;
  const conditions = [
    `m."event_time" >= ${bound.instant(from)}`,
    `m."event_time" < ${bound.instant(to)}`,
    ...Object.entries(equals).map(
      ([name, member]) => `${mentionDimension(stream, name)} = ${bound.member(member)}`,
    ),
    ...known.map((name) => `${mentionDimension(stream, name)} <> 'undefined'`),
    ...more,
  ];
  const shown = shownMentions(stream, tableOf(stream, MENTIONS), by);
  return `FROM ${shown}\n  WHERE ${conditions.join(' AND ')}`;
}

/**
 * A source that is made of mentions themselves, in one pass over those of the range: counts, sums and distinct counts of
 * any range are exact, and nothing is merged.
 */
export function mentionSourceSql(
  { query, bound, keys, time }: { query: ReportQuery; bound: Bound; keys: readonly string[]; time: string },
  { from, measures }: Source,
): string {
  const { stream } = query;
  const keyed = keys.map((name) =>
    name === time ? timeSql(query) : `${mentionDimension(stream, name)} AS ${quoted(name)}`,
  );
  const made = [...measures.keys()].map(
    (name) => `${mentionMeasure(stream, measureOf(from, name))} AS ${quoted(name)}`,
  );
  const columns = keyed.length + made.length > 0 ? [...keyed, ...made] : ['count(*) AS "windows"'];
  const { where, by } = from.rollup;
  const filter = where === undefined ? [] : [expressionSql(where, mentionColumn(stream))];
  const group = keyed.length > 0 ? `\n  GROUP BY ${keyed.map((_, index) => index + 1).join(', ')}` : '';
  return `  SELECT ${columns.join(', ')}\n  ${mentionsFrom({ ...query, by }, bound, filter)}${group}`;
}

function timeSql({ time }: ReportQuery): string {
  if (time?.hourOfDay)
    return `extract(hour FROM m."event_time" AT TIME ZONE 'UTC')::integer AS "hour_of_day"`;
  return `date_trunc('${time?.bucket}', m."event_time", 'UTC') AS "window_start"`;
}

/** The campaign that a report is about, when it is about one. */
export function campaignOf(equals: Readonly<Record<string, string | boolean>>): string | undefined {
  const campaign = equals[CAMPAIGN_DIMENSION];
  return campaign === undefined ? undefined : String(campaign);
}

/** A column of an event as it is shown: under its name. */
export function shownColumn(stream: Stream, name: string): string {
  return `${mentionColumn(stream)(name)} AS ${quoted(name)}`;
}
