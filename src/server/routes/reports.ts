import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CrosscurrentError } from '../../event/errors.ts';
import type { ReportAnswer, ReportRunner } from '../../reports/answer.ts';
import { formatCsv } from '../../reports/csv.ts';
import { type Route, route } from '../route.ts';
import { instant } from '../schemas.ts';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const parameterValue = z.union([z.string(), z.number()]);

const answerSchema = z.object({
  report: z.string(),
  params: z.record(z.string(), parameterValue).describe('The effective ones; `to` is exclusive'),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['text', 'integer', 'decimal', 'boolean', 'timestamp', 'list']),
      unit: z.string().nullable(),
    }),
  ),
  rows: z.array(z.record(z.string(), cell)),
  asOf: instant.nullable().describe('When the newest batch behind the figures was committed'),
  unknown: z.string().optional().describe('Why counts are null: not all of their events are stored'),
});

const statement = z.object({
  engine: z.enum(['postgresql', 'duckdb']),
  text: z.string(),
  values: z.array(z.unknown()),
});

const explanationSchema = z.object({
  report: z.string(),
  title: z.string(),
  question: z.string(),
  period: z.object({ from: instant.nullable(), to: instant.nullable(), words: z.string() }),
  filters: z.array(z.string()),
  figures: z.array(z.object({ name: z.string(), unit: z.string(), words: z.string(), how: z.string() })),
  order: z.string(),
  notes: z.string().nullable(),
  sql: z.array(statement),
  asOf: instant.nullable(),
});

const descriptionSchema = z.object({
  name: z.string(),
  stream: z.string(),
  title: z.string(),
  question: z.string(),
  chart: z.string(),
  notes: z.string().optional(),
  period: z.object({
    kind: z.enum(['latest-day', 'all', 'last']),
    minutes: z.number().optional(),
  }),
  parameters: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['text', 'choice', 'integer', 'day', 'instant']),
      required: z.boolean(),
      choices: z.array(z.string()).optional(),
      default: parameterValue.optional(),
      about: z.string(),
      example: z.string().optional(),
      dimension: z.string().optional().describe('The dimension whose member it fixes'),
    }),
  ),
  figures: z
    .array(
      z.object({
        name: z.string(),
        unit: z.string(),
        kind: z.enum(['count', 'sum', 'min', 'max', 'distinct', 'ratio']).optional(),
        per: z.string().optional().describe('What a ratio is divided by'),
      }),
    )
    .optional(),
  listing: z.literal(true).optional().describe('It shows events themselves and has no figures'),
});

const name = z.object({ name: z.string().max(200) });

/** The parameters of a report differ from report to report: its runner checks them. */
const parameters = z
  .record(z.string(), z.union([z.string().max(4096), z.array(z.string())]))
  .transform((given) =>
    Object.fromEntries(Object.entries(given).map(([key, value]) => [key, once(key, value)])),
  )
  .meta({ description: 'The parameters of the report, see /api/reports' });

const unknownReport = { about: 'No report has this name' };
const badParameter = {
  about: 'A parameter has a value that is not allowed; the remedy names those that are',
};

/** Reports: what there is, their answers, how these are made, and the events behind them. */
export function reportRoutes(reports: ReportRunner): readonly Route[] {
  return [list(reports), run(reports), explain(reports), events(reports)];
}

function list(reports: ReportRunner): Route {
  return route({
    method: 'GET',
    path: '/api/reports',
    access: 'principal',
    summary: 'The reports, with their parameters',
    answers: { 200: { about: 'All reports', schema: z.array(descriptionSchema) } },
    handle: () => reports.describe(),
  });
}

function run(reports: ReportRunner): Route {
  return route({
    method: 'GET',
    path: '/api/reports/{name}',
    access: 'principal',
    summary: 'The answer of a report; as CSV with format=csv',
    params: name,
    query: parameters,
    answers: {
      200: { about: 'The answer', schema: answerSchema },
      400: badParameter,
      404: unknownReport,
    },
    handle: async ({ params, query, reply }) => {
      const { format = 'json', ...given } = query;
      if (format !== 'json' && format !== 'csv') throw badFormat();
      const answer = await reports.run(params.name, given);
      return format === 'csv' ? sendCsv(reply, answer) : answer;
    },
  });
}

function explain(reports: ReportRunner): Route {
  return route({
    method: 'GET',
    path: '/api/reports/{name}/explanation',
    access: 'principal',
    summary: 'How each number of a report is made, in words and as SQL',
    params: name,
    query: parameters,
    answers: {
      200: { about: 'The explanation', schema: explanationSchema },
      400: badParameter,
      404: unknownReport,
    },
    handle: ({ params, query }) => reports.explain(params.name, query),
  });
}

function events(reports: ReportRunner): Route {
  return route({
    method: 'GET',
    path: '/api/reports/{name}/events',
    access: 'principal',
    summary: 'The newest events behind a report, or behind one row of it when its dimensions are given',
    params: name,
    query: parameters,
    answers: {
      200: {
        about: 'Events, the newest first',
        schema: z.object({ events: z.array(z.record(z.string(), z.unknown())), sql: z.string() }),
      },
      400: badParameter,
      404: unknownReport,
    },
    handle: ({ params, query }) => reports.events(params.name, query),
  });
}

function sendCsv(reply: FastifyReply, answer: ReportAnswer): FastifyReply {
  const file = `${answer.report.replace(/[^a-z0-9-]/gi, '_')}.csv`;
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${file}"`)
    .send(formatCsv(answer));
}

function once(key: string, value: string | string[]): string {
  if (typeof value === 'string') return value;
  throw new CrosscurrentError(
    'bad_parameter',
    `The parameter '${key.slice(0, 80)}' is given more than once.`,
    'Give it once.',
  );
}

function badFormat(): CrosscurrentError {
  return new CrosscurrentError('bad_parameter', "The parameter 'format' is not known.", 'Use json or csv.');
}
