import type { Fault } from '../../stream/checks/fault.ts';
import type { Stream } from '../../stream/define.ts';
import { type GroupingPlan, type GroupingSet, planStream, type StreamPlan } from '../../stream/plan.ts';
import { shapeOf, type TableShape } from '../../warehouse/shape.ts';
import { enrichedColumns, renderEvents, renderSource } from './events.ts';
import { namesOf } from './names.ts';
import type { DeploymentOptions } from './options.ts';
import { renderAdditive, renderDistinct } from './passes.ts';
import type { Rendering } from './refusal.ts';
import type { Pass, PassSource } from './rows-of-pass.ts';
import { sessionSettings } from './session-settings.ts';
import { renderInsert, renderSinkTable, type Sink } from './sinks.ts';
import { indented } from './sql-text.ts';
import type { Statement } from './statement.ts';

/** All SQL that keeps a stream's rollups up to date on Flink. */
export interface Deployment {
  readonly stream: string;
  /** For one session of the SQL Gateway, in order; the last one is the job. */
  readonly statements: readonly Statement[];
  /** What of the declaration is not in it, in words. */
  readonly leftOut: readonly string[];
  /** What cannot be computed as on DuckDB. With one of them the statements are of no use. */
  readonly faults: readonly Fault[];
}

/** Renders a stream's plan to the statements of one Flink job. Pure: nothing is asked or sent. */
export function renderDeployment(stream: Stream, options: DeploymentOptions): Deployment {
  const plan = planStream(stream);
  const faults: Fault[] = [];
  const rendering = (part: string): Rendering => ({
    types: enrichedColumns(stream),
    refuse: (problem, remedy) => faults.push({ stream: stream.name, part, problem, remedy }),
  });
  const passes = renderPasses(plan, rendering);
  const sinks = sinksOf(plan);
  const tables = sinks.map((sink) => renderSinkTable(sink, options, rendering(partOf(sink.set))));
  const inserts = sinks.map((sink) => renderInsert(sink, rendering(partOf(sink.set))));
  const job: Statement = {
    why: 'One job for all of them, so that events are read and told apart once.',
    sql: `EXECUTE STATEMENT SET BEGIN\n${inserts.map((sql) => `${indented(sql)};`).join('\n\n')}\nEND`,
  };
  return {
    stream: stream.name,
    statements: [
      ...sessionSettings(stream, options),
      renderSource(plan, options),
      renderEvents(plan),
      ...passes,
      ...tables,
      job,
    ],
    leftOut: leftOutOf(stream),
    faults,
  };
}

/** The warehouse's tables that the job of a stream writes, and nobody else may. */
export function tablesOfJob(stream: Stream): string[] {
  return sinksOf(planStream(stream)).map(({ table }) => table.name);
}

function renderPasses(plan: StreamPlan, rendering: (part: string) => Rendering): Statement[] {
  const { stream } = plan;
  const names = namesOf(stream.name);
  const sourceOf = ({ set }: Pass): PassSource => ({
    events: names.events,
    timeColumn: stream.eventTime,
    rendering: rendering(partOf(set)),
  });
  return [
    ...passesOf(plan.additive).map((pass) =>
      renderAdditive(pass, names.sums(pass.set.rollup), sourceOf(pass)),
    ),
    ...passesOf(plan.distinct).flatMap((pass) => {
      const { rollup } = pass.set;
      const views = { members: names.members(rollup), counts: names.distinct(rollup) };
      return renderDistinct(pass, views, sourceOf(pass));
    }),
  ];
}

/** One for each rollup. */
function passesOf(plans: readonly GroupingPlan[]): Pass[] {
  return plans.flatMap((plan) => plan.sets.map((set) => ({ plan, set })));
}

/** Where a pass stands in the declaration. */
function partOf({ rollup }: GroupingSet): string {
  return `rollups.${rollup}`;
}

/** Every pass with its table: partial sums and distinct counts of a rollup have one each. */
function sinksOf({ stream, additive, distinct }: StreamPlan): Sink[] {
  const names = namesOf(stream.name);
  const tables = new Map(shapeOf(stream).tables.map((table) => [table.name, table]));
  const sinkOf = (pass: Pass, table: string, view: string): Sink => ({
    ...pass,
    stream: stream.name,
    table: known(tables, table),
    view,
  });
  return [
    ...passesOf(additive).map((pass) => sinkOf(pass, pass.set.rollup, names.sums(pass.set.rollup))),
    ...passesOf(distinct).map((pass) =>
      sinkOf(pass, `${pass.set.rollup}_distinct`, names.distinct(pass.set.rollup)),
    ),
  ];
}

function known(tables: ReadonlyMap<string, TableShape>, name: string): TableShape {
  const found = tables.get(name);
  if (found === undefined) throw new Error(`the warehouse has no table "${name}"`);
  return found;
}

function leftOutOf({ sessions, star, mentions }: Stream): string[] {
  return [
    ...(sessions === undefined
      ? []
      : [
          `the sessions (${Object.keys(sessions.rollups).join(', ')}): they need a visitor's events in the order of time`,
        ]),
    ...(star === undefined
      ? []
      : [`the star schema (${star.fact}): its dimensions get their keys from the warehouse`]),
    ...(mentions === undefined
      ? []
      : [
          `the mentions of campaigns (${Object.keys(mentions.rollups).join(', ')}): campaigns change while the job runs`,
        ]),
  ];
}
