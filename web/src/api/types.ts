/** The answers of the HTTP API, as the pages use them. */

export type Chart =
  | 'bars'
  | 'line'
  | 'table'
  | 'tiles'
  | 'funnel'
  | 'heatmap'
  | 'words'
  | 'pairs'
  | 'world'
  | 'states'
  | 'cards';

export interface PanelInfo {
  readonly report: string;
  readonly title: string;
  readonly chart: Chart;
  /** Width in twelfths of the page. */
  readonly width: number;
  readonly set?: Readonly<Record<string, string>>;
  readonly figures?: readonly string[];
}

export interface StreamInfo {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly id: string;
  readonly eventTime: string;
  /** The dimension that marks bots, when the stream has one. */
  readonly bots: string | null;
  readonly columns: readonly { name: string; type: string; required: boolean; about: string }[];
  readonly reports: readonly string[];
  readonly panels: readonly PanelInfo[];
  readonly collectorExample: string;
  readonly stored: number;
  readonly simulated: number;
  readonly latestEvent: string | null;
  /** Where it is known, the range "all" starts here. */
  readonly earliestEvent?: string | null;
}

export type DefaultPeriod =
  | { readonly kind: 'latest-day' }
  | { readonly kind: 'all' }
  | { readonly kind: 'last'; readonly minutes: number };

export interface ParameterInfo {
  readonly name: string;
  readonly type: 'text' | 'choice' | 'integer' | 'day' | 'instant';
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly default?: string | number | null;
  readonly about: string;
  readonly example?: string;
  /** The dimension whose value it fixes. */
  readonly dimension?: string;
}

export interface FigureInfo {
  readonly name: string;
  readonly unit: string;
  /** How the values of several members go together: counts and sums add up, the others do not. */
  readonly kind?: 'count' | 'sum' | 'min' | 'max' | 'distinct' | 'ratio';
  /** What a rate is divided by: a column of the same report, or a word for it. */
  readonly per?: string | null;
}

export interface ReportInfo {
  readonly name: string;
  readonly stream: string;
  readonly title: string;
  readonly question: string;
  readonly chart: Chart;
  readonly notes?: string | null;
  readonly period: DefaultPeriod;
  readonly parameters: readonly ParameterInfo[];
  readonly figures?: readonly FigureInfo[];
  /** It shows events themselves rather than figures. */
  readonly listing?: boolean;
}

export type ColumnType = 'text' | 'integer' | 'decimal' | 'boolean' | 'timestamp' | 'list';

/** Integers beyond 2^53 come as text. */
export type Value = string | number | boolean | null | readonly string[];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string | null;
}

export type Row = Readonly<Record<string, Value>>;

export interface ReportResult {
  readonly report: string;
  /** The effective ones; `from` and `to` (not included) are instants, and missing when nothing is stored. */
  readonly params: Readonly<Record<string, Value>>;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** When the newest batch behind the figures was committed; NULL before the first. */
  readonly asOf: string | null;
  /** Why counts are null: not all of their events are stored. */
  readonly unknown?: string;
}

export interface Sql {
  readonly engine: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface Explanation {
  readonly report: string;
  readonly title: string;
  readonly question: string;
  readonly period: { readonly from: string | null; readonly to: string | null; readonly words: string };
  readonly filters: readonly string[];
  readonly figures: readonly { name: string; unit: string; words: string; how: string }[];
  /** The order of the rows, and how many there can be. */
  readonly order?: string;
  readonly notes?: string | null;
  readonly sql: readonly Sql[];
  readonly asOf: string | null;
}

export interface EventsBehind {
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly sql: string;
}

export interface SourceAudit {
  readonly source: string;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly offset: number | string;
  readonly end: number | string;
}

export interface StreamAudit {
  readonly stream: string;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: { readonly total: number; readonly byReason: Readonly<Record<string, number>> };
  /** `expired` events were stored and have grown too old to keep; `forgotten` ones were deleted or replaced. */
  readonly lake: {
    readonly rows: number;
    readonly files: number;
    readonly bytes: number;
    readonly expired?: number;
    readonly forgotten?: number;
  };
  readonly balanced: boolean;
  readonly badFields: Readonly<Record<string, number>>;
  /** What each derivation has cost since the start of the program. */
  readonly enrichment?: Readonly<Record<string, { readonly values: number; readonly milliseconds: number }>>;
  readonly lag: { readonly events?: number; readonly bytes: number; readonly seconds: number };
  readonly deadLetters: number;
  readonly sources: readonly SourceAudit[];
}

export interface Audit {
  readonly balanced: boolean;
  readonly streams: readonly StreamAudit[];
  readonly log: { readonly bytes: number; readonly limitBytes: number };
  readonly asOf: string;
}

export interface DeadLetter {
  readonly id: number | string;
  readonly stream: string;
  readonly source: string;
  readonly offset: number | string;
  readonly reason: string;
  readonly words: string;
  readonly raw: string;
  readonly bytes: number;
  readonly receivedAt: string;
  readonly replayedAt: string | null;
}

export interface DeadLetters {
  readonly total: number;
  readonly rows: readonly DeadLetter[];
}

export interface StreamState {
  readonly version: number;
  readonly committedAt: string | null;
  readonly latestEvent: string | null;
}

export interface CommitMessage {
  readonly streams: Readonly<Record<string, StreamState>>;
  readonly now: string;
}

export interface StreamLag {
  readonly lagSeconds: number;
  readonly why: string | null;
}

export interface PulseMessage {
  readonly now: string;
  readonly streams: Readonly<Record<string, StreamLag>>;
}
