import {
  type Declared,
  type DeclaredListing,
  type DeclaredReport,
  isListing,
  reportsByName,
  wordsOf,
} from '../../src/reports/find.ts';
import { parametersOf } from '../../src/reports/offered.ts';
import { columnType } from '../../src/reports/standard.ts';
import type { Stream } from '../../src/stream/define.ts';
import type { DefaultPeriod, Figure } from '../../src/stream/report.ts';
import { block, code, codes, page, table } from './markdown.ts';

/** The reference of all reports: their parameters, and how each of their numbers is made. */
export function reportsPage(catalogue: readonly Stream[]): string {
  const all = [...reportsByName(catalogue).values()];
  const list = table(
    ['report', 'stream', 'question'],
    all.map((one) => [`[${code(one.name)}](#${one.name})`, code(one.stream.name), wordsOf(one).question]),
  );
  return page('Reports', [COMMON, list, ...all.map(describe)]);
}

const COMMON = [
  'Each report is asked in three ways, with the same parameters: `crosscurrent report NAME --param value`, `GET /api/reports/NAME?param=value`, and on the page of its stream. `GET /api/reports/NAME/explanation` tells how the numbers of one answer were made, with the SQL that ran.',
  '',
  'Times are UTC. `day`, `from` and `to` take a day (included) or an ISO 8601 instant (`to` is then exclusive); ranges are widened to whole windows of the rollup that is read. Rows with equal figures are ordered by key. A ratio is NULL where its denominator is 0.',
  '',
  'Listings are reports that show events themselves; they have no figures. A `list` is a JSON array of texts.',
].join('\n');

function describe(declared: Declared): string {
  const { name } = declared;
  const { question, title, period, notes } = wordsOf(declared);
  const parameters = parametersOf(declared);
  const required = parameters
    .filter((one) => one.required)
    .map((one) => ` --${one.name} ${one.example ?? 'VALUE'}`);
  const parts = [
    `## ${name}`,
    `**${question}** ${title}, from ${sourceWords(declared)} of [${declared.stream.name}](streams.md#${declared.stream.name}). Without a range: ${periodWords(period)}.`,
    block('sh', `crosscurrent report ${name}${required.join('')}`),
    isListing(declared)
      ? table(['column', 'type'], shownColumns(declared))
      : table(['column', 'unit', 'what it is'], columns(declared)),
    table(
      ['parameter', 'allowed', 'default', 'what it does'],
      parameters.map((one) => [
        code(one.name),
        one.choices === undefined ? one.type : codes(one.choices),
        one.required ? '**required**' : one.default === undefined ? '' : code(String(one.default)),
        one.about,
      ]),
    ),
    notes ?? '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function sourceWords(declared: Declared): string {
  if (isListing(declared)) return declared.listing.from === 'events' ? 'the events' : 'the mentions';
  const { from, join } = declared.report;
  return codes([from, ...(join === undefined ? [] : [join.from])]);
}

function shownColumns({ stream, listing }: DeclaredListing): string[][] {
  return listing.columns.map((name) => [code(listing.rename?.[name] ?? name), columnType(stream, name)]);
}

function periodWords(period: DefaultPeriod): string {
  if (period.kind === 'latest-day') return 'the newest UTC day with data';
  if (period.kind === 'all') return 'all that is stored';
  const { minutes } = period;
  return `the last ${minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`}`;
}

function columns({ report }: DeclaredReport): string[][] {
  const headings = new Map(Object.entries(report.rename ?? {}));
  const time =
    report.hourOfDay === true
      ? ['`hour`', 'UTC', 'Hour of the day, 0 to 23']
      : ['`time`', 'UTC', 'Start of the bucket'];
  const keys = report.by.map((name) => [
    code(headings.get(name) ?? name),
    '',
    name === '$by' ? 'What the parameter `by` chooses' : '',
  ]);
  const figures = { ...report.figures, ...report.join?.figures };
  if (report.steps === undefined)
    return [...(report.time === undefined ? [] : [time]), ...keys, ...Object.entries(figures).map(figureRow)];
  const [first] = Object.values(figures);
  return [
    ...keys,
    [
      code(report.steps.name),
      '',
      Object.entries(figures)
        .map(([name, { explain }]) => `${code(name)}: ${explain}`)
        .join(' '),
    ],
    [code(report.steps.value), first?.unit ?? '', 'How many got as far as this step.'],
    ['`of_first`', '%', 'Share of the first step.'],
    ['`of_previous`', '%', 'Share of the step before.'],
  ];
}

function figureRow([name, figure]: readonly [string, Figure]): string[] {
  return [code(name), figure.unit, `${figure.explain}${madeOf(figure)}`];
}

function madeOf(figure: Figure): string {
  switch (figure.kind) {
    case 'measure':
      return '';
    case 'share':
      return ` (${code(figure.of)} / that of all rows x 100, ${figure.decimals} decimals)`;
    case 'ratio': {
      const times = figure.times === 1 ? '' : ` x ${figure.times}`;
      const scale = figure.scale === 1 ? '' : ` / ${figure.scale}`;
      return ` (${code(figure.of)} / ${code(figure.per)}${times}${scale}, ${figure.decimals} decimals)`;
    }
  }
}
