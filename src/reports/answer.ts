import type { Chart, DefaultPeriod } from '../stream/report.ts';
import type { Measure } from '../stream/rollup.ts';

/** A value of an answer. Lists are of texts. Whole numbers beyond 2^53 and decimals that a double cannot hold are text. */
export type Cell = string | number | boolean | null | readonly string[];

export type CellType = 'text' | 'integer' | 'decimal' | 'boolean' | 'timestamp' | 'list';

/** A column of an answer; `unit` is null where there is none to name. */
export interface ReportColumn {
  readonly name: string;
  readonly type: CellType;
  readonly unit: string | null;
}

export type ReportRow = Readonly<Record<string, Cell>>;

/** The answer of a report, in the order in which it is written as JSON. */
export interface ReportAnswer {
  readonly report: string;
  /** The effective parameters. `from` and `to` (exclusive) are ISO instants; absent when nothing is stored. */
  readonly params: Readonly<Record<string, string | number>>;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  /** When the newest batch behind the figures was committed, ISO; null before the first one. */
  readonly asOf: string | null;
  /** Why figures that are counted in the lake are null, in words; absent when none is for that reason. */
  readonly unknown?: string | undefined;
}

/** A statement that ran for an answer. */
export interface Statement {
  readonly engine: 'postgresql' | 'duckdb';
  readonly text: string;
  readonly values: readonly unknown[];
}

/** How an answer was made, in the reader's view. */
export interface ReportExplanation {
  readonly report: string;
  readonly title: string;
  readonly question: string;
  readonly period: { readonly from: string | null; readonly to: string | null; readonly words: string };
  /** What the rows hold and leave out. */
  readonly filters: readonly string[];
  readonly figures: readonly {
    readonly name: string;
    readonly unit: string;
    readonly words: string;
    readonly how: string;
  }[];
  /** The order of the rows and how many there can be. */
  readonly order: string;
  readonly notes: string | null;
  readonly sql: readonly Statement[];
  readonly asOf: string | null;
}

export type ParameterType = 'text' | 'choice' | 'integer' | 'day' | 'instant';

export interface ParameterDescription {
  readonly name: string;
  readonly type: ParameterType;
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly default?: string | number;
  readonly about: string;
  readonly example?: string;
  /** The dimension whose member it fixes. */
  readonly dimension?: string;
}

/** A figure of a report, for who adds or compares its values. */
export interface FigureDescription {
  readonly name: string;
  readonly unit: string;
  /** Counts and sums of several rows may be added up, the others not; undefined for the steps of a funnel. */
  readonly kind?: Measure['kind'] | 'ratio';
  /** What a ratio is divided by: a figure of the same report, else the measure. */
  readonly per?: string;
}

export interface ReportDescription {
  readonly name: string;
  readonly stream: string;
  readonly title: string;
  readonly question: string;
  readonly chart: Chart;
  readonly notes?: string;
  readonly period: DefaultPeriod;
  readonly parameters: readonly ParameterDescription[];
  readonly figures?: readonly FigureDescription[];
  /** It shows events themselves: there are no figures, and no events behind them. */
  readonly listing?: true;
}

/** Parameters as they come from a command line or an address; values are checked before they are used. */
export type GivenParameters = Readonly<Record<string, unknown>>;

/** Everything that reads reports: the command line, the API, the pages. */
export interface ReportRunner {
  /** Fails with `unknown_report` or `bad_parameter`. */
  run(name: string, given: GivenParameters): Promise<ReportAnswer>;
  /** The same report, run, and how each number was made. */
  explain(name: string, given: GivenParameters): Promise<ReportExplanation>;
  /**
   * The newest events behind a report. Besides its parameters: `limit` (1 to 1000, default 20) counts events,
   * `figure` narrows to what one figure counts, and every column of a row can be given with its value.
   */
  events(
    name: string,
    given: GivenParameters,
  ): Promise<{ readonly events: readonly Readonly<Record<string, unknown>>[]; readonly sql: string }>;
  /** All reports, in the order of their declarations. */
  describe(): readonly ReportDescription[];
}
