import type { Column } from './column.ts';
import type { Computed, Derivation, DerivedType } from './derived.ts';
import type { Element } from './elements.ts';
import type { Expression } from './expression.ts';
import type { CAMPAIGN_DIMENSION, Mentions } from './mentions.ts';
import type { Panel } from './panel.ts';
import type { Listing, Report, ReportOf } from './report.ts';
import type { Revisions } from './revisions.ts';
import type { Rollup } from './rollup.ts';
import type { SESSION_COLUMNS, Sessions } from './sessions.ts';
import type { Simulator } from './simulator.ts';

/** What may be set for a stream, beside its declaration. */
export interface StreamSetting {
  readonly default: boolean | string;
  readonly about: string;
}

/** Settings in force: stream -> setting -> value; what is not named has its default. */
export type SettingsByStream = Readonly<Record<string, Readonly<Record<string, boolean | string | number>>>>;

/** Declares a stream as its settings want it. */
export type StreamDeclaration = (settings: SettingsByStream) => Stream;

/** A stream as the rest of the program sees it; made by `defineStream`. */
export interface Stream {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly id: string;
  readonly eventTime: string;
  /** Computed from input columns alone; derivations may read them. */
  readonly extracted: Readonly<Record<string, Computed>>;
  readonly derived: Readonly<Record<string, Derivation>>;
  /** Computed from all the others. */
  readonly computed: Readonly<Record<string, Computed>>;
  /** The boolean dimension that marks bots; reports leave them out unless asked. */
  readonly bots: string | undefined;
  /** Dimensions that are elements of list columns. */
  readonly elements: Readonly<Record<string, Element>>;
  readonly revisions: Revisions | undefined;
  readonly mentions: Mentions | undefined;
  readonly rollups: Readonly<Record<string, Rollup>>;
  readonly sessions: Sessions | undefined;
  readonly star: Star | undefined;
  readonly reports: Readonly<Record<string, ReportOf>>;
  /** Reports that show events themselves rather than figures. */
  readonly listings: Readonly<Record<string, Listing>>;
  readonly panels: readonly Panel[];
  readonly settings: Readonly<Record<string, StreamSetting>>;
  readonly simulator: Simulator;
  /** Mean events per second that a demonstration simulates. */
  readonly demoRate: number;
  /** A line that can be sent as it is, for the empty states and the README. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** A star schema kept in the warehouse: one fact at hour grain and its dimension tables. */
export interface Star<N extends string = string> {
  readonly fact: string;
  readonly about: string;
  readonly where: Expression<N>;
  readonly dimensions: Readonly<Record<string, StarDimension<N>>>;
  readonly measures: Rollup<N>['measures'];
}

/** A dimension table `dim_<name>`: its natural key is a column of the stream. */
export interface StarDimension<N extends string = string> {
  readonly key: N;
  /** Further columns, as pure functions of the key. */
  readonly attributes?: Readonly<Record<string, (key: string) => string | null>>;
  /** Members that are there before any event. */
  readonly members?: readonly string[];
}

type Names<T> = keyof T & string;
type Outputs<D> = { [K in keyof D]: D[K] extends Derivation<string, infer O> ? O : never }[keyof D];

type Nothing = Readonly<Record<never, never>>;

/** The names of all columns of a declaration. */
type AllNames<C, E, D, X> = Names<C> | Names<E> | Outputs<D> | Names<X>;
type MentionNames<MK extends string, EL> = MK | Names<EL> | typeof CAMPAIGN_DIMENSION;

interface MentionDeclaration<
  N extends string,
  MK extends N,
  EL,
  MR extends Readonly<Record<string, Rollup<MentionNames<MK, EL>>>>,
> extends Omit<Mentions<N>, 'keep' | 'rollups'> {
  readonly keep: readonly MK[];
  readonly rollups: MR;
}

type SessionNames<K extends string, S> = Names<typeof SESSION_COLUMNS> | K | `reached_${Names<S>}`;

interface SessionDeclaration<
  N extends string,
  K extends N,
  S extends Readonly<Record<string, Expression<N>>>,
  SR extends Readonly<Record<string, Rollup<SessionNames<K, S>>>>,
> extends Omit<Sessions<N>, 'keep' | 'steps' | 'rollups'> {
  readonly keep: readonly K[];
  readonly steps: S;
  readonly rollups: SR;
}

/**
 * Declares a stream. Names are checked by the compiler: a rollup of an unknown column or a report
 * over an unknown measure does not compile. `checkStream` checks the rest when it is loaded.
 */
export function defineStream<
  const C extends Readonly<Record<string, Column>>,
  const E extends Readonly<Record<string, Computed<Names<C>>>>,
  const D extends Readonly<Record<string, Derivation<Names<C> | Names<E>, string>>>,
  const X extends Readonly<Record<string, Computed<Names<C> | Names<E> | Outputs<D>>>>,
  const R extends Readonly<Record<string, Rollup<AllNames<C, E, D, X> | Names<EL>>>>,
  const Q extends Readonly<Record<string, Report<R & SR & MR>>>,
  // What is left out has no names: without a default it would have any.
  const EL extends Readonly<Record<string, Element<AllNames<C, E, D, X>>>> = Nothing,
  const MK extends AllNames<C, E, D, X> = never,
  const MR extends Readonly<Record<string, Rollup<MentionNames<MK, EL>>>> = Nothing,
  const K extends AllNames<C, E, D, X> = never,
  const S extends Readonly<Record<string, Expression<AllNames<C, E, D, X>>>> = Nothing,
  const SR extends Readonly<Record<string, Rollup<SessionNames<K, S>>>> = Nothing,
  const L extends Readonly<Record<string, Listing<AllNames<C, E, D, X>>>> = Nothing,
>(spec: {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly columns: C;
  readonly id: Names<C>;
  readonly eventTime: Names<C>;
  readonly extracted: E;
  readonly derived: D;
  readonly computed: X;
  readonly bots?: AllNames<C, E, D, X>;
  readonly elements?: EL;
  readonly revisions?: Revisions<Names<C>>;
  readonly mentions?: MentionDeclaration<AllNames<C, E, D, X>, MK, EL, MR>;
  readonly rollups: R;
  readonly sessions?: SessionDeclaration<AllNames<C, E, D, X>, K, S, SR>;
  readonly star?: Star<AllNames<C, E, D, X>>;
  readonly reports: Q;
  readonly listings?: L;
  readonly panels: readonly Panel<NoInfer<Names<Q> | Names<L>>>[];
  readonly settings?: Readonly<Record<string, StreamSetting>>;
  readonly simulator: Simulator;
  /** Default 1. */
  readonly demoRate?: number;
  readonly example: Readonly<Record<string, unknown>>;
}): Stream {
  return {
    ...spec,
    bots: spec.bots,
    elements: spec.elements ?? {},
    revisions: spec.revisions,
    mentions: spec.mentions,
    listings: spec.listings ?? {},
    sessions: spec.sessions,
    star: spec.star,
    settings: spec.settings ?? {},
    demoRate: spec.demoRate ?? 1,
  };
}

/** Every column an accepted event has in the lake and in rollups, with its type, in order. */
export function eventColumns(
  stream: Stream,
): Readonly<Record<string, { type: Column['type'] | DerivedType }>> {
  const derived = Object.values(stream.derived).flatMap((d) =>
    Object.entries(d.gives).map(([name, type]) => [name, { type }] as const),
  );
  const computed = [...Object.entries(stream.extracted), ...Object.entries(stream.computed)];
  return {
    ...stream.columns,
    ...Object.fromEntries(derived),
    ...Object.fromEntries(computed.map(([name, c]) => [name, { type: c.type }])),
  };
}
