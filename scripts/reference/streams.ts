import { adaptersOf } from '../../src/sources/catalogue.ts';
import type { Column } from '../../src/stream/column.ts';
import type { Stream } from '../../src/stream/define.ts';
import type { Rollup } from '../../src/stream/rollup.ts';
import { expressionWords } from './expression-words.ts';
import { elementTable, mentionsParts, revisionWords } from './lists-and-revisions.ts';
import { block, code, codes, page, table } from './markdown.ts';

/** The reference of all streams: what an event may hold, and what is made of it. */
export function streamsPage(catalogue: readonly Stream[]): string {
  const list = table(
    ['stream', 'what it is'],
    catalogue.map(({ name, about }) => [`[${code(name)}](#${name})`, about]),
  );
  return page('Streams', [COMMON, list, ...catalogue.flatMap(describe)]);
}

const COMMON = [
  'An event is one JSON object. Its fields are read by the names below or by their other names, whatever the case. An event time is UTC: epoch seconds, epoch milliseconds (from 10^11 on), or ISO 8601.',
  '',
  'An event without a usable value of a **required** field is rejected and becomes a dead letter. A bad value of any other field becomes NULL and is counted. Fields that are not declared are kept in the lake, in `extra_fields`. A dimension without a value has the member `undefined`.',
].join('\n');

function describe(stream: Stream): string[] {
  return [
    `## ${stream.name}`,
    `${stream.title}: ${stream.about}.`,
    '### Fields',
    fieldTable(stream),
    '### Derived columns',
    derivedTable(stream),
    ...elementTable(stream),
    ...revisionWords(stream),
    ...rollups('### Rollups', stream.rollups),
    ...sessions(stream),
    ...mentionsParts(stream),
    ...rollups('### Rollups of mentions', stream.mentions?.rollups ?? {}),
    ...star(stream),
    '### On its page',
    table(
      ['panel', 'chart', 'report', 'with'],
      stream.panels.map((panel) => [
        panel.title,
        panel.chart,
        `[${code(panel.report)}](reports.md#${panel.report})`,
        [
          ...Object.entries(panel.set ?? {}).map((pair) => code(pair.join('='))),
          ...(panel.figures ?? []).map(code),
        ].join(', '),
      ]),
    ),
    ...settings(stream),
    sources(stream),
    '### An event',
    block('json', JSON.stringify(stream.example, null, 2)),
  ];
}

/** What its files may hold besides events. */
function sources(stream: Stream): string {
  const adapters = adaptersOf(stream.name);
  return adapters.length === 0
    ? ''
    : `Besides events as JSON and CSV, \`ingest\` takes ${adapters.map(({ name, about }) => `${code(name)} (${about})`).join(', ')}.`;
}

function fieldTable(stream: Stream): string {
  return table(
    ['field', 'type', 'notes', 'what it is'],
    Object.entries(stream.columns).map(([name, column]) => [
      code(name),
      column.type,
      notes(stream, name, column),
      column.about,
    ]),
  );
}

function notes(stream: Stream, name: string, column: Column): string {
  return [
    ...(name === stream.id ? ['id'] : []),
    ...(name === stream.eventTime ? ['event time'] : []),
    ...(column.required ? ['**required**'] : []),
    ...(column.aliases.length === 0 ? [] : [`also ${codes(column.aliases)}`]),
    ...(column.missing.length === 0 ? [] : [`${codes(column.missing)} mean missing`]),
    ...(column.min === undefined ? [] : [`from ${column.min} on`]),
    ...(column.wholeOrShare ? ['whole, or a share below 1'] : []),
    ...(column.stored ? [] : ['not stored']),
  ].join('; ');
}

function derivedTable(stream: Stream): string {
  const derived = Object.values(stream.derived).flatMap(({ gives, from, about, stored }) =>
    Object.entries(gives).map(([name, type]) => [
      code(name),
      type,
      code(from),
      `${about}${stored ? '' : ' (not stored)'}`,
    ]),
  );
  const computed = Object.entries(stream.computed).map(([name, { type, about }]) => [
    code(name),
    type,
    '',
    about,
  ]);
  const extracted = Object.entries(stream.extracted).map(([name, { type, about }]) => [
    code(name),
    type,
    '',
    `${about} (not stored)`,
  ]);
  return table(['column', 'type', 'from', 'what it is'], [...extracted, ...derived, ...computed]);
}

function rollups(title: string, all: Readonly<Record<string, Rollup>>): string[] {
  const parts = Object.entries(all).map(([name, rollup]) => {
    const measures = Object.entries(rollup.measures).map(([measure, { kind, about }]) => [
      code(measure),
      kind,
      about,
    ]);
    const filter = rollup.where === undefined ? '' : ` Of ${code(expressionWords(rollup.where))} alone.`;
    return [
      `#### ${name}`,
      `${rollup.about}. One row per **${rollup.grain}**${rollup.by.length === 0 ? '' : `, ${codes(rollup.by)}`}.${filter}`,
      table(['measure', 'kind', 'what it is'], measures),
    ].join('\n\n');
  });
  return parts.length === 0 ? [] : [title, ...parts];
}

function sessions({ sessions: of }: Stream): string[] {
  if (of === undefined) return [];
  const steps = Object.keys(of.steps);
  return [
    '### Sessions',
    `${of.about}. The visitor is ${code(of.key)}; a pause of more than ${of.idleMinutes} minutes begins another session, which belongs to the window in which it starts. Events at one instant are taken in the order of their ids.`,
    steps.length === 0 ? '' : `Steps of its funnel, in order: ${codes(steps)}.`,
    ...rollups('### Rollups of sessions', of.rollups),
  ];
}

function star({ star: of }: Stream): string[] {
  if (of === undefined) return [];
  return [
    '### Star schema',
    `${of.about}: the fact ${code(of.fact)} has one row per hour (${code('dim_date')}) and member of each dimension.`,
    table(
      ['dimension', 'natural key', 'attributes'],
      Object.entries(of.dimensions).map(([name, { key, attributes }]) => [
        code(`dim_${name}`),
        code(key),
        codes(Object.keys(attributes ?? {})),
      ]),
    ),
    table(
      ['measure', 'kind', 'what it is'],
      Object.entries(of.measures).map(([name, { kind, about }]) => [code(name), kind, about]),
    ),
  ];
}

function settings(stream: Stream): string[] {
  const all = Object.entries(stream.settings);
  if (all.length === 0) return [];
  return [
    '### Settings',
    table(
      ['setting', 'default', 'what it is'],
      all.map(([name, { default: value, about }]) => [
        code(`streams.${stream.name}.${name}`),
        code(String(value)),
        about,
      ]),
    ),
  ];
}
