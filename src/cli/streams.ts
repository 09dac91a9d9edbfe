import type { Command } from 'commander';
import { describeStream } from '../server/routes/streams.ts';
import { eventColumns, type Stream } from '../stream/define.ts';
import { addCommand, type CommandSpec } from './command.ts';
import { type Invocation, isSet } from './invocation.ts';
import { findStream } from './streams-by-name.ts';
import { table } from './terminal/table.ts';

const SPEC: CommandSpec = {
  usage: 'streams [name]',
  about: 'List the streams, or show all of one: columns, derived columns, rollups, reports, an example',
  summary: 'List the streams, or show all of one',
  json: 'Print the declarations as JSON',
  examples: [
    ['crosscurrent streams', 'See what there is'],
    ['crosscurrent streams web-behaviour', 'See what an event may hold'],
  ],
};

const named = (names: readonly string[]) => names.map((name) => ({ name }));

function section(title: string, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `\n${title}\n\n${table(named(headings), rows)}`;
}

function columnNotes(stream: Stream, name: string): string {
  const column = stream.columns[name];
  if (column === undefined) return '';
  const notes = [
    ...(column.required ? ['required'] : []),
    ...(name === stream.id ? ['id'] : []),
    ...(name === stream.eventTime ? ['event time'] : []),
    ...(column.aliases.length === 0 ? [] : [`also ${column.aliases.join(', ')}`]),
    ...(column.stored ? [] : ['not stored']),
  ];
  return notes.join('; ');
}

function sessionsAndStar({ sessions, star }: Stream): string {
  const lines = [
    ...(sessions === undefined ? [] : [`Sessions: ${sessions.about}`]),
    ...(star === undefined
      ? []
      : [`Star schema: ${star.fact} with ${Object.keys(star.dimensions).join(', ')}. ${star.about}`]),
  ];
  return lines.map((line) => `\n${line}\n`).join('');
}

function describeOne(stream: Stream): string {
  const { columns, derived, rollups, panels, reports } = describeStream(stream);
  const rollupRows = rollups.map((one) => [
    one.name,
    one.grain,
    one.by.join(', '),
    one.measures.map(({ name }) => name).join(', '),
    one.about,
  ]);
  return [
    `${stream.name}: ${stream.title}\n${stream.about}\n`,
    section(
      'Columns of an event',
      ['COLUMN', 'TYPE', 'NOTES', 'WHAT IT IS'],
      columns.map((one) => [one.name, one.type, columnNotes(stream, one.name), one.about]),
    ),
    section(
      'Derived columns',
      ['COLUMN', 'TYPE', 'FROM', 'WHAT IT IS'],
      derived.map((one) => [one.name, one.type, one.from, one.about]),
    ),
    section('Rollups', ['ROLLUP', 'GRAIN', 'BY', 'MEASURES', 'WHAT IT IS'], rollupRows),
    section(
      'Panels of its page',
      ['PANEL', 'CHART', 'REPORT'],
      panels.map((one) => [one.title, one.chart, one.report]),
    ),
    sessionsAndStar(stream),
    `\nReports: ${reports.join(', ')}\n`,
    `\nAn event:\n\n${JSON.stringify(stream.example)}\n`,
  ].join('');
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output } = invocation;
  const [name] = command.args;
  const asJson = isSet(command, 'json');
  if (name !== undefined) {
    const stream = findStream(dependencies.catalogue, name);
    await (asJson ? output.json(describeStream(stream)) : output.write(describeOne(stream)));
    return;
  }
  if (asJson) {
    await output.json(dependencies.catalogue.map(describeStream));
    return;
  }
  const rows = dependencies.catalogue.map((stream) => [
    stream.name,
    stream.title,
    String(Object.keys(eventColumns(stream)).length),
    String(Object.keys(stream.rollups).length),
    String(Object.keys({ ...stream.reports, ...stream.listings }).length),
    stream.about,
  ]);
  const columns = named(['STREAM', 'TITLE', 'COLUMNS', 'ROLLUPS', 'REPORTS', 'WHAT IT IS']);
  await output.write(`${table(columns, rows)}\n\`crosscurrent streams NAME\` shows all of one.\n`);
}

/** `crosscurrent streams [NAME]`. */
export function addStreams(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC);
  command.action(() => run(invocation, command));
}
