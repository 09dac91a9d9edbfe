import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..', '..', '..');
const source = (file: string): string => readFileSync(path.join(import.meta.dirname, file), 'utf8');
const GOOD: Readonly<Record<'good.ts' | 'talk.ts', string>> = {
  'good.ts': source('good.ts'),
  'talk.ts': source('talk.ts'),
};

type Mistakes = Readonly<Record<string, readonly [right: string, wrong: string, word: string]>>;

/** One change of `good.ts` each; the compiler must refuse it where it stands and name the wrong word. */
const OF_SHOP: Mistakes = {
  'the id names an unknown column': ["id: 'id'", "id: 'ident'", 'ident'],
  'the event time names an unknown column': ["eventTime: 'at'", "eventTime: 'when'", 'when'],
  'an extracted column reads a derived one': ["extract(col('page')", "extract(col('country')", 'country'],
  'a derivation reads an unknown column': ["from: 'page_host'", "from: 'host'", 'host'],
  'a function leaves out a column it should give': [
    '({ country: host, is_bot: false })',
    '({ country: host })',
    'is_bot',
  ],
  'a computed column reads an unknown column': ["gt(col('pieces')", "gt(col('parts')", 'parts'],
  'the mark of bots is an unknown column': ["bots: 'is_bot'", "bots: 'is_robot'", 'is_robot'],
  'a rollup has an unknown dimension': [
    "grain: 'day',\n      by: ['country'",
    "grain: 'day',\n      by: ['land'",
    'land',
  ],
  'the filter of a rollup reads an unknown column': [
    "where: eq(col('kind'), 'order'),\n      grain",
    "where: eq(col('sort'), 'order'),\n      grain",
    'sort',
  ],
  'a rollup has an unknown grain': ["grain: 'day'", "grain: 'week'", 'week'],
  'a sum is over an unknown column': ["sum('amount'", "sum('amuont'", 'amuont'],
  'a distinct count is over an unknown column': ["distinct('visitor'", "distinct('visitors'", 'visitors'],
  'the filter of a measure reads an unknown column': ["eq(col('is_large')", "eq(col('is_huge')", 'is_huge'],
  'the visitor of a session is an unknown column': ["key: 'visitor'", "key: 'guest'", 'guest'],
  'a session keeps an unknown column': ["keep: ['country'", "keep: ['land'", 'land'],
  'a step of a funnel reads an unknown column': ["look: eq(col('kind')", "look: eq(col('sort')", 'sort'],
  'a session rollup sums an unknown column': ["sum('pages'", "sum('sheets'", 'sheets'],
  'a session rollup reads a column that events have, but sessions do not': [
    "sum('pages'",
    "sum('pieces'",
    'pieces',
  ],
  'a session rollup counts an unknown step': ["col('reached_order')", "col('reached_end')", 'reached_end'],
  'a session rollup has a dimension that sessions do not keep': [
    "grain: 'minute',\n        by: ['country', 'is_bot']",
    "grain: 'minute',\n        by: ['kind', 'is_bot']",
    'kind',
  ],
  'a star has an unknown key': ["country: { key: 'country' }", "country: { key: 'land' }", 'land'],
  'the filter of a star reads an unknown column': [
    "where: eq(col('kind'), 'order'),\n    dimensions",
    "where: eq(col('sort'), 'order'),\n    dimensions",
    'sort',
  ],
  'a report is over an unknown rollup': ["from: 'country_days'", "from: 'city_days'", 'city_days'],
  'a report is by an unknown dimension': [
    "by: ['country'],\n      known",
    "by: ['land'],\n      known",
    'land',
  ],
  'a report knows an unknown dimension': ["known: ['country']", "known: ['land']", 'land'],
  'a report shows an unknown measure': ["figure('orders'", "figure('sales'", 'sales'],
  'a ratio is of an unknown measure': ["of: 'revenue'", "of: 'turnover'", 'turnover'],
  'a report joins an unknown rollup': [
    "join: { from: 'visit_minutes'",
    "join: { from: 'visit_hours'",
    'visit_hours',
  ],
  'a joined figure is an unknown measure': [
    "join: { from: 'visit_minutes', figures: { visits: figure('visits'",
    "join: { from: 'visit_minutes', figures: { visits: figure('calls'",
    'calls',
  ],
  'a parameter chooses an unknown dimension': [
    "choices: { country: 'country' }",
    "choices: { country: 'land' }",
    'land',
  ],
  'a report keeps the rows of an unknown dimension': [
    'where: { is_bot: false }',
    'where: { is_robot: false }',
    'is_robot',
  ],
  'a report shows the first rows of each unknown dimension': ["each: 'country'", "each: 'land'", 'land'],
  'a parameter is an unknown dimension': ["dimension: 'country'", "dimension: 'land'", 'land'],
  'a panel shows an unknown report': ["report: 'top-countries'", "report: 'top-cities'", 'top-cities'],
};

/** The same of `talk.ts`, which has lists and what goes with them. */
const OF_TALK: Mistakes = {
  'an element goes through an unknown list': ["element('topics'", "element('subjects'", 'subjects'],
  'a list is made of an unknown one': ["col('labels')", "col('marks')", 'marks'],
  'a text is made of an unknown column': ["concat(col('site')", "concat(col('place')", 'place'],
  'a rollup goes through an unknown element': [
    "by: ['name_kind', 'third'",
    "by: ['name_sort', 'third'",
    'name_sort',
  ],
  'a deletion is marked by an unknown column': ["deleted: 'deleted'", "deleted: 'gone'", 'gone'],
  'a person is an unknown column': ["person: 'author'", "person: 'writer'", 'writer'],
  'words are looked for in an unknown column': ["text: ['body']", "text: ['said']", 'said'],
  'mentions keep an unknown column': ["keep: ['author'", "keep: ['writer'", 'writer'],
  'a rollup of mentions is by what they do not keep': [
    "by: ['campaign', 'topic', 'is_bot']",
    "by: ['campaign', 'version', 'is_bot']",
    'version',
  ],
  'a report chooses an unknown element': ["kind: 'name_kind' }", "kind: 'name_sort' }", 'name_sort'],
  'a listing shows an unknown column': ["columns: ['id', 'likes']", "columns: ['id', 'loves']", 'loves'],
  'a listing is filtered by an unknown column': [
    "filters: ['site', 'author']",
    "filters: ['place', 'author']",
    'place',
  ],
  'words of a listing are looked for in an unknown column': [
    "search: ['body', 'topics']",
    "search: ['body', 'subjects']",
    'subjects',
  ],
  'a panel shows an unknown listing': ["{ report: 'talk-posts'", "{ report: 'talk-mails'", 'talk-mails'],
};

interface Mistake {
  readonly file: keyof typeof GOOD;
  readonly change: Mistakes[string];
}

const MISTAKES: Readonly<Record<string, Mistake>> = Object.fromEntries([
  ...Object.entries(OF_SHOP).map(([name, change]) => [name, { file: 'good.ts', change }] as const),
  ...Object.entries(OF_TALK).map(([name, change]) => [name, { file: 'talk.ts', change }] as const),
]);

const names = Object.keys(MISTAKES);
const fileOf = (index: number) => `mistake-${index}.ts`;
let folder = '';
let problems = '';

/** The declaration under another name and from another folder: imports are made absolute. */
function variant(text: string): string {
  return text.replaceAll("'../../../src/", `'${root.replaceAll('\\', '/')}/src/`);
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crosscurrent-types-'));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  for (const [file, text] of Object.entries(GOOD)) writeFileSync(path.join(folder, file), variant(text));
  Object.values(MISTAKES).forEach(({ file, change: [right, wrong] }, index) => {
    writeFileSync(path.join(folder, fileOf(index)), variant(GOOD[file].replace(right, wrong)));
  });
  const config = {
    extends: path.join(root, 'tsconfig.json'),
    compilerOptions: { types: [] },
    include: ['*.ts'],
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const run = spawnSync(process.execPath, [compiler, '--noEmit', '--pretty', 'false', '-p', folder], {
    encoding: 'utf8',
  });
  problems = run.stdout;
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler says about one file, with the lines that go on. */
function saidAbout(file: string): string {
  const said: string[] = [];
  let isAbout = false;
  for (const line of problems.split(/\r?\n/)) {
    if (!line.startsWith(' ')) isAbout = line.includes(`${file}(`);
    if (isAbout) said.push(line);
  }
  return said.join('\n');
}

describe('what the compiler refuses', () => {
  it.each(Object.keys(GOOD))('compiles a good declaration: %s', (file) => {
    expect(saidAbout(file)).toBe('');
  });

  it.each(Object.entries(MISTAKES))('%s', (name, { file, change: [right, , word] }) => {
    expect(GOOD[file].split(right).length, `"${right}" is there once`).toBe(2);
    expect(saidAbout(fileOf(names.indexOf(name)))).toMatch(new RegExp(`["']${word}["']`));
  });
});
