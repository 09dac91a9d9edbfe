import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import { webStream } from './events/web-stream.ts';
import { type Api, openApi, reportTarget } from './http/api.ts';
import { outputOf } from './program/programs.ts';
import { startServer } from './program/server.ts';
import { quantile } from './quantiles.ts';
import { number } from './show.ts';

const DAY_MS = 86_400_000;

/** Events are spread over more than a week, so that a range of seven whole days has events in each. */
const SPREAD_DAYS = 8.5;
const RANGE_DAYS = 7;

const OTHER_STREAM = 'channel-metrics';
const OTHER_EVENTS = 20_000;
const STREAMS = new Set([webStream.name, OTHER_STREAM]);

const CALLS = 40;
const RANGES = 30;

/** One question may take so long in all, in milliseconds. */
const LONGEST_MS = 20_000;

const Reports = z.array(
  z.object({
    name: z.string(),
    stream: z.string(),
    parameters: z.array(
      z.object({ name: z.string(), required: z.boolean(), example: z.unknown().optional() }),
    ),
  }),
);

const Explanation = z.object({ sql: z.array(z.object({ engine: z.enum(['postgresql', 'duckdb']) })) });
const Answer = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });

interface Question {
  readonly report: string;
  readonly params: Readonly<Record<string, string>>;
  readonly range: string;
}

interface Timed {
  readonly question: Question;
  readonly from: 'rollups' | 'the lake';
  /** The first is of an answer that nobody has asked for before; what it was made of has not changed since. */
  readonly times: readonly number[];
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Every declared report of the streams that have events here, with its defaults and over seven whole days. */
async function questionsOf(api: Api, now: number): Promise<Question[]> {
  const reports = Reports.parse(await api.get('/api/reports')).filter(({ stream }) => STREAMS.has(stream));
  const range = { from: day(now - RANGE_DAYS * DAY_MS), to: day(now - DAY_MS) };
  const questions: Question[] = [];
  for (const { name, parameters } of reports) {
    const needed: Record<string, string> = {};
    for (const one of parameters) if (one.required) needed[one.name] = await memberFor(api, one);
    questions.push({ report: name, params: needed, range: 'default' });
    questions.push({ report: name, params: { ...needed, ...range }, range: `${RANGE_DAYS} days` });
  }
  return questions;
}

/** A member that has events; the example of the declaration may have none here. */
async function memberFor(api: Api, { name, example }: { name: string; example?: unknown }): Promise<string> {
  const listing = { product: ['top-products', 'product_id'], country: ['top-countries', 'country'] }[name];
  const [report, column] = listing ?? [];
  if (report === undefined || column === undefined) return String(example);
  const { rows } = Answer.parse(await api.get(reportTarget(report)));
  return String(rows.find((row) => row[column] !== 'undefined')?.[column] ?? example);
}

/** Ranges of any length at any minute of the week, the same in each run. */
function anyRanges(now: number): Question[] {
  let state = 1;
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647; // Park and Miller's generator
    return state / 2_147_483_647;
  };
  const minute = (ms: number): string => new Date(Math.floor(ms / 60_000) * 60_000).toISOString();
  return Array.from({ length: RANGES }, () => {
    const [from = 0, to = 0] = [random(), random()]
      .toSorted((a, b) => a - b)
      .map((share) => now - (1 - share) * SPREAD_DAYS * DAY_MS);
    return { report: 'totals', params: { from: minute(from), to: minute(to + 60_000) }, range: 'any' };
  });
}

async function timeQuestion(api: Api, question: Question, calls: number): Promise<Timed> {
  const { report, params } = question;
  const times = [await api.time(reportTarget(report, params))];
  const { sql } = Explanation.parse(await api.get(reportTarget(report, params, '/explanation')));
  const from = sql.some(({ engine }) => engine === 'duckdb') ? 'the lake' : 'rollups';
  const end = performance.now() + LONGEST_MS;
  while (times.length < calls && performance.now() < end) {
    times.push(await api.time(reportTarget(report, params)));
  }
  return { question, from, times };
}

/** DuckDB alone over the same files: the least that an exact distinct count of everything can cost, in milliseconds. */
async function countBare(lakeDir: string, threads: number): Promise<number> {
  const database = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  try {
    const connection = await database.connect();
    const pattern = path.join(lakeDir, webStream.name, '**', '*.parquet').replaceAll("'", "''");
    const sql = `SELECT count(DISTINCT device_id) FROM read_parquet('${pattern}', hive_partitioning = false, union_by_name = true)`;
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 3; run += 1) {
      const began = performance.now();
      await connection.runAndReadAll(sql);
      best = Math.min(best, performance.now() - began);
    }
    connection.closeSync();
    return best;
  } finally {
    database.closeSync();
  }
}

function quantiles(what: string, times: readonly number[], base: number, which = [0.5, 0.95]): Figure[] {
  return which.map((q) => ({
    what: `${what}, p${q * 100}`,
    value: quantile(times, q),
    unit: 'ms',
    ratio: quantile(times, q) / base,
  }));
}

function tableOf(
  title: string,
  timed: readonly Timed[],
  base: { words: string; ms: number },
  more: readonly Figure[] = [],
): Section {
  const all = timed.flatMap(({ times }) => times);
  const first = timed.flatMap(({ times }) => times.slice(0, 1));
  return {
    title,
    ratioTo: base.words,
    figures: [
      { what: base.words, value: base.ms, unit: 'ms', ratio: 1 },
      ...timed.flatMap(({ question, times: [first = Number.NaN, ...others] }): Figure[] => [
        {
          what: `${question.report}, ${question.range}, the first`,
          value: first,
          unit: 'ms',
          ratio: first / base.ms,
        },
        ...quantiles(`${question.report}, ${question.range}`, others, base.ms, [0.95]),
      ]),
      ...quantiles('all of these', all, base.ms),
      ...quantiles('the first of each', first, base.ms),
      ...more,
    ],
  };
}

async function ingestBoth(around: Surroundings, dataDir: string, events: number): Promise<void> {
  for (const [stream, count] of [
    [webStream.name, events],
    [OTHER_STREAM, OTHER_EVENTS],
  ] as const) {
    const rate = count / (SPREAD_DAYS * 86_400);
    const file = await around.files.get({ stream, events: count, rate });
    around.say(`ingesting ${number(count)} events of ${stream}`);
    await outputOf(around.programs.run(['ingest', stream, file.path, '--json'], { dataDir }));
  }
}

async function measure(
  around: Surroundings,
  api: Api,
  dataDir: string,
  events: number,
): Promise<readonly Section[]> {
  const now = Date.now();
  around.say('asking every report');
  const floor: number[] = [];
  for (let call = 0; call < 200; call += 1) floor.push(await api.time('/api/health'));
  const timed: Timed[] = [];
  for (const question of await questionsOf(api, now)) timed.push(await timeQuestion(api, question, CALLS));
  around.say('asking for visitors over any range');
  const any: Timed[] = [];
  for (const question of anyRanges(now)) any.push(await timeQuestion(api, question, 1));
  const bare = {
    words: 'DuckDB alone, different devices of everything',
    ms: await countBare(path.join(dataDir, 'lake'), around.threads),
  };
  const from = (where: Timed['from']): Timed[] => timed.filter((one) => one.from === where);
  const anyTimes = any.flatMap(({ times }) => times);
  return [
    tableOf(`reports: from rollups, ${number(events)} events over ${SPREAD_DAYS} days`, from('rollups'), {
      words: 'p50 of an answer without work (/api/health)',
      ms: quantile(floor, 0.5),
    }),
    tableOf(
      `reports: distinct counts over a range, from the lake, ${number(events)} events`,
      from('the lake'),
      bare,
      [
        ...quantiles(`visitors over ${any.length} ranges of any length`, anyTimes, bare.ms),
        {
          what: '... the longest',
          value: quantile(anyTimes, 1),
          unit: 'ms',
          ratio: quantile(anyTimes, 1) / bare.ms,
        },
      ],
    ),
  ];
}

async function run(around: Surroundings, { events }: Size): Promise<readonly Section[]> {
  const dataDir = path.join(around.folder, 'reports');
  await ingestBoth(around, dataDir, events);
  const server = await startServer(around.programs, dataDir);
  try {
    const api = await openApi(server);
    try {
      return await measure(around, api, dataDir, events);
    } finally {
      api.close();
    }
  } finally {
    await server.stop();
  }
}

/** How long each report takes, from rollups and from the lake. */
export const reports: Benchmark = {
  name: 'reports',
  about: 'Every declared report over HTTP, from rollups and from the lake',
  size: { events: 2_000_000, rate: 0, seconds: 0 },
  run,
};
