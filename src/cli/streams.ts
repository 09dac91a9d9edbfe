import type { Command } from 'commander';
import { addCommand, type CommandSpec } from './command.ts';
import { type Invocation, isSet } from './invocation.ts';
import { columnCount, describeStream, type StreamDescription } from './stream-description.ts';
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

function columnNotes(stream: StreamDescription, column: StreamDescription['columns'][number]): string {
  const notes = [
    ...(column.required ? ['required'] : []),
    ...(column.name === stream.id ? ['id'] : []),
    ...(column.name === stream.eventTime ? ['event time'] : []),
    ...(column.aliases.length === 0 ? [] : [`also ${column.aliases.join(', ')}`]),
    ...(column.stored ? [] : ['not stored']),
  ];
  return notes.join('; ');
}

function describeOne(stream: StreamDescription, notes: readonly string[]): string {
  const columns = stream.columns.map((one) => [one.name, one.type, columnNotes(stream, one), one.about]);
  const derived = stream.derived.map((one) => [one.name, one.type, one.from ?? '', one.about]);
  const rollups = stream.rollups.map((one) => [
    one.name,
    one.grain,
    one.by.join(', '),
    one.measures.map(({ name }) => name).join(', '),
    one.about,
  ]);
  const panels = stream.panels.map((one) => [one.title, one.chart, one.report]);
  return [
    `${stream.name}: ${stream.title}\n${stream.about}\n`,
    section('Columns of an event', ['COLUMN', 'TYPE', 'NOTES', 'WHAT IT IS'], columns),
    section('Derived columns', ['COLUMN', 'TYPE', 'FROM', 'WHAT IT IS'], derived),
    section('Rollups', ['ROLLUP', 'GRAIN', 'BY', 'MEASURES', 'WHAT IT IS'], rollups),
    section('Panels of its page', ['PANEL', 'CHART', 'REPORT'], panels),
    ...notes.map((note) => `\n${note}\n`),
    `\nReports: ${stream.reports.join(', ')}\n`,
    `\nAn event:\n\n${JSON.stringify(stream.example)}\n`,
  ].join('');
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output } = invocation;
  const [name] = command.args;
  const asJson = isSet(command, 'json');
  if (name !== undefined) {
    const stream = describeStream(findStream(dependencies.catalogue, name));
    const notes = [
      ...(stream.sessions === null ? [] : [`Sessions: ${stream.sessions.about}`]),
      ...(stream.star === null
        ? []
        : [
            `Star schema: ${stream.star.fact} with ${stream.star.dimensions.join(', ')}. ${stream.star.about}`,
          ]),
    ];
    await (asJson ? output.json(stream) : output.write(describeOne(stream, notes)));
    return;
  }
  if (asJson) {
    await output.json(dependencies.catalogue.map(describeStream));
    return;
  }
  const rows = dependencies.catalogue.map((stream) => [
    stream.name,
    stream.title,
    String(columnCount(stream)),
    String(Object.keys(stream.rollups).length),
    String(Object.keys(stream.reports).length),
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
