import type { ColumnType } from '../../stream/column.ts';
import { eventColumns, type Stream } from '../../stream/define.ts';
import { columnsOf } from '../../stream/expression.ts';
import type { GroupingPlan, StreamPlan } from '../../stream/plan.ts';
import type { Revisions } from '../../stream/revisions.ts';
import { namesOf } from './names.ts';
import { type DeploymentOptions, enrichedTopic, flinkGroup, kafkaAccess } from './options.ts';
import { identifier, textLiteral } from './sql-text.ts';
import type { Statement } from './statement.ts';

/** Flink's types of an enriched event's columns, as its JSON holds them. */
const SOURCE_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'STRING',
  integer: 'BIGINT',
  decimal: 'DECIMAL(27, 9)',
  boolean: 'BOOLEAN',
  timestamp: 'BIGINT',
  json: 'STRING',
  list: 'ARRAY<STRING>',
};

/** Names with a blank, which no column of a stream can have. */
const ARRIVAL = identifier('arrived at');
const OFFSET = identifier('kafka offset');
const PLACE = identifier('place of id');

/** The columns of an enriched event: those of the lake that come from the event. */
export function enrichedColumns(stream: Stream): Readonly<Record<string, ColumnType>> {
  const gone = new Set([
    ...Object.entries(stream.columns).flatMap(([name, { stored }]) => (stored ? [] : [name])),
    ...Object.values(stream.derived).flatMap(({ gives, stored }) => (stored ? [] : Object.keys(gives))),
    ...Object.keys(stream.extracted),
  ]);
  return Object.fromEntries(
    Object.entries(eventColumns(stream)).flatMap(([name, { type }]) =>
      gone.has(name) ? [] : [[name, type]],
    ),
  );
}

/**
 * The table over the topic of enriched events. It has the columns that are read alone: the connector takes every declared
 * one out of the JSON, and one that is new in the declaration and in no rollup leaves the job as it is.
 */
export function renderSource(plan: StreamPlan, options: DeploymentOptions): Statement {
  const { stream } = plan;
  const { deleted, version } = stream.revisions ?? {};
  const read = new Set([...readColumns(plan), stream.id, deleted, version]);
  const columns = Object.entries(enrichedColumns(stream)).flatMap(([name, type]) =>
    read.has(name) ? [`${identifier(name)} ${SOURCE_TYPES[type]}`] : [],
  );
  const settings = {
    connector: 'kafka',
    topic: enrichedTopic(stream.name, options),
    'properties.bootstrap.servers': options.bootstrapServers,
    ...kafkaAccess(options),
    'properties.group.id': flinkGroup(stream.name),
    'properties.isolation.level': 'read_committed',
    ...(options.resuming === true
      ? { 'scan.startup.mode': 'group-offsets', 'properties.auto.offset.reset': 'none' }
      : { 'scan.startup.mode': 'earliest-offset' }),
    'value.format': 'json',
    'value.json.ignore-parse-errors': String(options.skipUnreadable ?? false),
  };
  return {
    why: [
      'Enriched events: validated and derived before they come here. Time stamps are epoch milliseconds.',
      options.resuming === true
        ? 'From where the state was left. A message that is gone since then stops the job: the sums would be too small.'
        : 'From the beginning: the sums are absolute. A job that resumes takes its offsets from the savepoint.',
      options.skipUnreadable === true
        ? 'What is no JSON is passed over, because it was asked for: figures may be too small.'
        : 'No message is passed over: only enrichment workers write this topic, and a lost one would be a wrong figure.',
    ].join('\n'),
    sql: `CREATE TEMPORARY TABLE ${identifier(namesOf(stream.name).source)} (\n  ${[
      ...columns,
      `${ARRIVAL} AS PROCTIME()`,
      `${OFFSET} BIGINT METADATA FROM 'offset' VIRTUAL`,
    ].join(',\n  ')}\n) WITH (\n  ${renderSettings(settings)}\n)`,
  };
}

/** Options behind WITH. */
export function renderSettings(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${textLiteral(name)} = ${textLiteral(value)}`)
    .join(',\n  ');
}

/** Each event once, with the columns that the plans read. */
export function renderEvents(plan: StreamPlan): Statement {
  const { stream } = plan;
  const { source, events } = namesOf(stream.name);
  const { order, why } = stream.revisions === undefined ? firstArrival() : lastVersion(stream.revisions);
  const columns = readColumns(plan).map(identifier).join(', ');
  return {
    why,
    sql: `CREATE TEMPORARY VIEW ${identifier(events)} AS
SELECT ${columns}
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY ${identifier(stream.id)} ORDER BY ${order}) AS ${PLACE}
  FROM ${identifier(source)}
)
WHERE ${PLACE} = 1`,
  };
}

function firstArrival(): { order: string; why: string } {
  return {
    order: `${ARRIVAL} ASC`,
    why: 'Duplicates: the first event of an id counts. Messages are keyed by id, so that all of them are in one partition.',
  };
}

/** The order of R1: a deletion, then the highest version, then the first that came. */
function lastVersion({ deleted, version }: Revisions): { order: string; why: string } {
  return {
    order: [
      `CASE WHEN ${identifier(deleted)} THEN 1 ELSE 0 END DESC`,
      `COALESCE(${identifier(version)}, 0) DESC`,
      `${OFFSET} ASC`,
    ].join(', '),
    why: [
      'Revisions (R1): of the events of an id a deletion counts before the highest version, of one version the first.',
      'Deletions are filtered out behind this view, not in front of it: that retracts what they delete.',
    ].join('\n'),
  };
}

/** The columns that passes over the events read, in the order of the declaration. */
function readColumns({ stream, additive, distinct }: StreamPlan): string[] {
  const read = new Set([stream.eventTime, ...[...additive, ...distinct].flatMap(columnsOfPass)]);
  return Object.keys(enrichedColumns(stream)).filter((name) => read.has(name));
}

function columnsOfPass({ where, unnest, dimensions, measures }: GroupingPlan): string[] {
  const elements = new Set(unnest.flatMap(({ parts }) => Object.keys(parts)));
  return [
    ...(where === undefined ? [] : columnsOf(where)),
    ...unnest.map(({ list }) => list),
    ...Object.keys(dimensions).filter((name) => !elements.has(name)),
    ...measures.flatMap((measure) => {
      if (measure.kind !== 'count') return [measure.column];
      return measure.where === undefined ? [] : [...columnsOf(measure.where)];
    }),
  ];
}
