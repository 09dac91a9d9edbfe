import type { LakeEvents, ListedRow, ListingQuery } from '../../engine/contract.ts';
import type { Clock } from '../../event/clock.ts';
import { isoInstant } from '../../event/time.ts';
import type { GivenParameters, ReportAnswer, ReportColumn, Statement } from '../answer.ts';
import { toCell, toInstant } from '../cells.ts';
import type { DeclaredListing } from '../find.ts';
import { floorTo } from '../instant.ts';
import { mentionState, requireCampaign } from '../mentions/state.ts';
import { type Period, resolvePeriod, type StoredWindows } from '../period.ts';
import { columnType } from '../standard.ts';
import { type AskedListing, askedForListing } from './asked.ts';
import { listMentions } from './mentions.ts';

/** What a listing reads from. */
export interface ListingSources {
  readonly query: (sql: string, values: readonly unknown[]) => Promise<readonly ListedRow[]>;
  readonly lakeEvents: LakeEvents;
  readonly clock: Clock;
}

/** A listing with its answer and everything that ran for it. */
export interface ListingRun {
  readonly declared: DeclaredListing;
  readonly asked: AskedListing;
  /** Undefined when the range depends on what is stored and nothing is. */
  readonly period: Period | undefined;
  readonly answer: ReportAnswer;
  readonly statements: readonly Statement[];
}

/** Answers a listing. Fails with `bad_parameter`. */
export async function runListing(
  sources: ListingSources,
  declared: DeclaredListing,
  given: GivenParameters,
): Promise<ListingRun> {
  const asked = askedForListing(declared, given);
  const { campaign } = asked;
  const state =
    campaign === undefined
      ? stateStatement(declared.stream.name)
      : mentionState(declared.stream, 'minute', campaign);
  const [row] = await sources.query(state.text, state.values);
  if (campaign !== undefined) await requireCampaign(sources.query, campaign, row);
  const period = resolvePeriod({
    asked: asked.period,
    byDefault: declared.listing.period,
    stored: storedMinutes(row),
    grain: 'minute',
    now: sources.clock.now(),
  });
  const { rows, statements } =
    period === undefined
      ? { rows: [], statements: [] }
      : await readRows(sources, declared, { asked, from: period.from, to: period.to });
  const range = period === undefined ? {} : { from: isoInstant(period.from), to: isoInstant(period.to) };
  const asOf = row?.['as_of'] ?? null;
  const answer: ReportAnswer = {
    report: declared.name,
    params: { ...range, ...asked.shown },
    columns: columnsOf(declared),
    rows: rows.map((one) => cellsOf(declared, one)),
    asOf: asOf === null ? null : isoInstant(toInstant(asOf)),
  };
  return { declared, asked, period, answer, statements: [state, ...statements] };
}

/** When the stream last committed, and how far its events reach. */
function stateStatement(stream: string): Statement {
  const text = `SELECT
  (SELECT "committed_at" FROM "crosscurrent"."stream_state" WHERE "stream" = $1::text) AS "as_of",
  (SELECT min("min_time") FROM "crosscurrent"."lake_file" WHERE "stream" = $1::text) AS "first",
  (SELECT max("max_time") FROM "crosscurrent"."lake_file" WHERE "stream" = $1::text) AS "last"`;
  return { engine: 'postgresql', text, values: [stream] };
}

function storedMinutes(state: ListedRow | undefined): StoredWindows | undefined {
  const [first, last] = [state?.['first'] ?? null, state?.['last'] ?? null];
  if (first === null || last === null) return undefined;
  const minute = (at: unknown): number => floorTo('minute', toInstant(at));
  return { first: minute(first), last: minute(last), grain: 'minute' };
}

async function readRows(
  { query: ask, lakeEvents }: ListingSources,
  { stream, listing }: DeclaredListing,
  { asked, from, to }: { asked: AskedListing; from: number; to: number },
): Promise<{ rows: readonly ListedRow[]; statements: readonly Statement[] }> {
  const query: ListingQuery = {
    stream,
    columns: listing.columns,
    from,
    to,
    equals: asked.equals,
    words: asked.words,
    search: listing.search,
    order: listing.order,
    limit: asked.limit,
  };
  if (asked.campaign !== undefined) {
    const { rows, statement } = await listMentions(ask, { ...query, campaign: asked.campaign });
    return { rows, statements: [statement] };
  }
  const { rows, sql } = await lakeEvents.list(query);
  return { rows, statements: [{ engine: 'duckdb', text: sql, values: [] }] };
}

function columnsOf({ stream, listing }: DeclaredListing): readonly ReportColumn[] {
  return listing.columns.map((name) => {
    const type = columnType(stream, name);
    return { name: listing.rename?.[name] ?? name, type, unit: type === 'timestamp' ? 'UTC' : null };
  });
}

function cellsOf({ stream, listing }: DeclaredListing, row: ListedRow): ReportAnswer['rows'][number] {
  return Object.fromEntries(
    listing.columns.map((name) => [
      listing.rename?.[name] ?? name,
      toCell(columnType(stream, name), row[name]),
    ]),
  );
}
