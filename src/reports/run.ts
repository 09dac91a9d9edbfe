import type { LakeEvents, LakeQuery } from '../engine/contract.ts';
import type { Clock } from '../event/clock.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { isoInstant } from '../event/time.ts';
import type { Stream } from '../stream/define.ts';
import { GRAIN_MS, type Grain } from '../stream/rollup.ts';
import type { GivenParameters, ReportAnswer, ReportRow, ReportRunner, Statement } from './answer.ts';
import { textOf, toInstant } from './cells.ts';
import { compileQuery } from './compile.ts';
import { completeRows, isOrderedByLake, MAX_ORDERED_ROWS, type RawRow } from './distinct.ts';
import { eventsBehind } from './events.ts';
import { explanation } from './explain.ts';
import { needsLake } from './figure-sql.ts';
import { type DeclaredReport, findReport, isListing, reportsByName } from './find.ts';
import { type KeptAnswers, keepAnswers } from './kept-answers.ts';
import { lakeSpan, spanStatement } from './lake-span.ts';
import { takeTurns } from './lake-turns.ts';
import { explainListing } from './listing/explain.ts';
import { runListing } from './listing/run.ts';
import { campaignOf } from './mentions/source.ts';
import { mentionState, mentionVersion, requireCampaign } from './mentions/state.ts';
import { describeReport } from './offered.ts';
import { askedFor } from './parameters.ts';
import { resolvePeriod, type StoredWindows } from './period.ts';
import type { Prepared, Run } from './prepared.ts';
import { type ReportQuery, rangeGrain, reportQuery } from './query.ts';
import { findRollup } from './rollups.ts';
import { answerColumns, answerRows } from './shape.ts';
import { tableOf } from './sql.ts';
import { MAX_ROWS } from './standard.ts';

export interface ReportDependencies {
  readonly catalogue: readonly Stream[];
  /** Runs one statement of the warehouse with bound values. */
  readonly query: (sql: string, values: readonly unknown[]) => Promise<readonly RawRow[]>;
  readonly lakeQuery: LakeQuery;
  readonly lakeEvents: LakeEvents;
  readonly clock: Clock;
}

/** Two keep the processors busy while one of them waits for the disk. */
const COUNTS_AT_ONCE = 2;

interface Sources extends ReportDependencies {
  readonly kept: KeptAnswers<ReportRow>;
}

/** Answers the reports of a catalogue from the warehouse and the lake. */
export function createReportRunner(given: ReportDependencies): ReportRunner {
  const lakeQuery = takeTurns(given.lakeQuery, COUNTS_AT_ONCE);
  const dependencies: Sources = { ...given, lakeQuery, kept: keepAnswers() };
  const reports = reportsByName(dependencies.catalogue);
  return {
    run: async (name, given) => {
      const declared = findReport(reports, name);
      if (isListing(declared)) return (await runListing(dependencies, declared, given)).answer;
      return (await runReport(dependencies, await prepareRun(dependencies, declared, given))).answer;
    },
    explain: async (name, given) => {
      const declared = findReport(reports, name);
      if (isListing(declared)) return explainListing(await runListing(dependencies, declared, given));
      return explanation(await runReport(dependencies, await prepareRun(dependencies, declared, given)));
    },
    events: async (name, given) => {
      const declared = findReport(reports, name);
      if (isListing(declared)) throw showsEvents(name);
      return eventsBehind(declared, given, {
        lakeEvents: dependencies.lakeEvents,
        ask: dependencies.query,
        prepare: (rest) => prepareRun(dependencies, declared, rest),
      });
    },
    describe: () => [...reports.values()].map(describeReport),
  };
}

function showsEvents(name: string): CrosscurrentError {
  return new CrosscurrentError(
    'bad_parameter',
    `The report ${name} shows events already: there are none behind them.`,
    'Ask for the report itself.',
  );
}

async function prepareRun(
  { query: ask, clock }: ReportDependencies,
  declared: DeclaredReport,
  given: GivenParameters,
): Promise<Prepared> {
  const asked = askedFor(declared, given);
  const grain = rangeGrain(declared, asked);
  const { of, rollup } = findRollup(declared.stream, declared.report.from);
  const campaign = of === 'mentions' ? campaignOf(asked.equals) : undefined;
  const statement =
    of === 'mentions' ? mentionState(declared.stream, rollup.grain, campaign) : stateStatement(declared);
  // Read before the figures: asOf is never newer than they are.
  const [state] = await ask(statement.text, statement.values);
  if (campaign !== undefined) await requireCampaign(ask, campaign, state);
  const stored = storedWindows(state, rollup.grain);
  const period = resolvePeriod({
    asked: asked.period,
    byDefault: declared.report.period,
    stored,
    grain,
    now: clock.now(),
  });
  const asOf =
    state?.['as_of'] === null || state?.['as_of'] === undefined
      ? null
      : isoInstant(toInstant(state['as_of']));
  const query = reportQuery(declared, asked, period ?? { from: 0, to: 0 });
  if (query.fill && period !== undefined) checkBuckets(query);
  const version = of === 'mentions' ? mentionVersion(state) : streamVersion(state);
  return { declared, asked, asOf, period, query, stored, version, statements: [statement] };
}

/**
 * When the stream last committed, and which windows the report can show. A job of Flink writes rows without a word, so
 * that a stream which has one has no version that could vouch for its figures.
 */
function stateStatement({ stream, report }: DeclaredReport): Statement {
  const table = tableOf(stream, report.from);
  const text = `SELECT
  (SELECT "committed_at" FROM "crosscurrent"."stream_state" WHERE "stream" = $1::text) AS "as_of",
  (SELECT "version" FROM "crosscurrent"."stream_state" WHERE "stream" = $1::text
    AND NOT EXISTS (SELECT FROM "crosscurrent"."deployment" WHERE "stream" = $1::text)) AS "version",
  (SELECT min("window_start") FROM ${table}) AS "first",
  (SELECT max("window_start") FROM ${table}) AS "last"`;
  return { engine: 'postgresql', text, values: [stream.name] };
}

function streamVersion(state: RawRow | undefined): string | undefined {
  return textOf(state?.['version']) ?? undefined;
}

function storedWindows(state: RawRow | undefined, grain: Grain): StoredWindows | undefined {
  const [first, last] = [state?.['first'], state?.['last']];
  if (first === null || first === undefined || last === null || last === undefined) return undefined;
  return { first: toInstant(first), last: toInstant(last), grain };
}

/** A filled report has a row for each bucket, so that its length is known before it is asked. */
function checkBuckets({ time, from, to }: ReportQuery): void {
  if (time === undefined || time.hourOfDay) return;
  const buckets = (to - from) / GRAIN_MS[time.bucket];
  if (buckets <= MAX_ROWS) return;
  throw new CrosscurrentError(
    'bad_parameter',
    `The range has ${buckets} buckets of a ${time.bucket}.`,
    `Allowed: up to ${MAX_ROWS}. Ask for a shorter range or a coarser grain.`,
  );
}

async function runReport(dependencies: Sources, prepared: Prepared): Promise<Run> {
  const { declared, asked, period, query } = prepared;
  const { rows, statements, unknown } =
    period === undefined
      ? { rows: [], statements: [], unknown: undefined }
      : await readRows(dependencies, prepared);
  const range = period === undefined ? {} : { from: isoInstant(period.from), to: isoInstant(period.to) };
  const answer: ReportAnswer = {
    report: declared.name,
    params: { ...range, ...asked.shown },
    columns: answerColumns(query, declared.report.steps),
    rows,
    asOf: prepared.asOf,
    unknown,
  };
  return { ...prepared, answer, statements: [...prepared.statements, ...statements] };
}

interface RowsRead {
  readonly rows: readonly ReportRow[];
  readonly statements: readonly Statement[];
  readonly unknown: string | undefined;
}

/** The rows of the answer: kept ones, of the warehouse, or of warehouse and lake. */
async function readRows(sources: Sources, prepared: Prepared): Promise<RowsRead> {
  const { query, version } = prepared;
  if (query.figures.some(needsLake)) return readWithLake(sources, prepared);
  const statement = compileQuery(query);
  const { name, report } = prepared.declared;
  const make = async () =>
    answerRows(query, report.steps, await sources.query(statement.text, statement.values));
  const question = JSON.stringify([name, statement.text, statement.values]);
  const rows = version === undefined ? await make() : await sources.kept.read(question, version, make);
  return { rows, statements: [statement], unknown: undefined };
}

async function readWithLake(
  { query: ask, lakeQuery }: Sources,
  { declared, query, stored }: Prepared,
): Promise<RowsRead> {
  const statement = compileQuery(query, isOrderedByLake(query) ? MAX_ORDERED_ROWS + 1 : undefined);
  const found = await ask(statement.text, statement.values);
  if (found.length === 0) return { rows: [], statements: [statement], unknown: undefined };
  const asked = spanStatement(declared.stream);
  // Read behind the figures: what they hold is in the lake by now, or it is behind.
  const [state] = await ask(asked.text, asked.values);
  const span = lakeSpan(declared.stream, state);
  const completed = await completeRows({ lake: lakeQuery, span, stored }, query, found);
  return {
    ...completed,
    rows: answerRows(query, declared.report.steps, completed.rows),
    statements: [asked, statement, ...completed.statements],
  };
}
