import { isoInstant } from '../event/time.ts';
import { MENTIONS } from '../warehouse/campaigns/shape.ts';
import type { ReportExplanation } from './answer.ts';
import { botsDimension } from './offered.ts';
import type { Run } from './prepared.ts';
import type { QueryFigure, ReportQuery, Term } from './query.ts';
import { measureOf } from './rollups.ts';
import { schemaOf } from './sql.ts';
import { MAX_ROWS } from './standard.ts';

/** How an answer was made, in the reader's view, with the statements that ran. */
export function explanation(run: Run): ReportExplanation {
  const { declared, period, query, answer } = run;
  const { title, question, notes } = declared.report;
  return {
    report: declared.name,
    title,
    question,
    period: {
      from: period === undefined ? null : isoInstant(period.from),
      to: period === undefined ? null : isoInstant(period.to),
      words: period?.words ?? 'nothing is stored yet',
    },
    filters: filterWords(run),
    figures: figureWords(run, query),
    order: orderWords(run),
    notes: [notes, answer.unknown].filter((one) => one !== undefined).join(' ') || null,
    sql: run.statements,
    asOf: answer.asOf,
  };
}

const BOT_WORDS = {
  exclude: 'Robots are left out',
  include: 'Robots are counted like people',
  only: 'Robots alone are counted',
} as const;

function filterWords({ declared, asked, query }: Run): string[] {
  const bots = botsDimension(declared);
  const words = Object.entries(query.equals)
    .filter(([dimension]) => dimension !== bots)
    .map(([dimension, member]) => `Only ${dimension} ${JSON.stringify(member)}.`);
  const known = query.known.map((dimension) => `Events without ${dimension} are left out.`);
  const forBots =
    bots === undefined || asked.bots === undefined ? [] : [`${BOT_WORDS[asked.bots]} (${bots}).`];
  return [...words, ...known, ...forBots];
}

function orderWords({ declared, query }: Run): string {
  if (declared.report.steps !== undefined) return 'In the order of the steps.';
  const headings = [
    ...(query.time === undefined ? [] : [query.time.heading]),
    ...query.keys.map((key) => key.heading),
  ];
  if (headings.length === 0) return 'One row.';
  const keys = headings.join(', ');
  const order =
    query.order === undefined ? `In order of ${keys}` : `Most ${query.order} first, ties by ${keys}`;
  if (query.each === undefined) return `${order}; at most ${query.limit} rows.`;
  return `${order}; at most ${query.limit} of each ${query.each}, and ${MAX_ROWS} in all.`;
}

function figureWords({ declared }: Run, query: ReportQuery): ReportExplanation['figures'] {
  const figures = query.figures.map((figure) => ({
    name: figure.name,
    unit: figure.unit,
    words: figure.words,
    how: howWords(query, figure),
  }));
  if (declared.report.steps === undefined) return figures;
  const share = (name: string, of: string) => ({
    name,
    unit: '%',
    words: `The step’s share of ${of}.`,
    how: `The step divided by ${of}, times 100, rounded to 2 decimals; empty where that is 0.`,
  });
  return [...figures, share('of_first', 'the first step'), share('of_previous', 'the step before')];
}

function howWords(query: ReportQuery, figure: QueryFigure): string {
  const { ratio, share } = figure;
  if (share !== undefined) {
    return `${nameOf(figure.of)} of the row divided by that of all rows${query.time === undefined ? '' : ' of its bucket'}, times 100, rounded to ${share.decimals} decimals. ${termWords(query, figure.of)}`;
  }
  if (ratio === undefined) return termWords(query, figure.of);
  const times = ratio.times === 1 ? '' : `, times ${ratio.times}`;
  const scale = ratio.scale === 1 ? '' : `, by ${ratio.scale}`;
  const parts = [figure.of, ratio.per].map((term) => termWords(query, term));
  const made = parts[0] === parts[1] ? parts.slice(0, 1) : parts;
  return `${nameOf(figure.of)} divided by ${nameOf(ratio.per)}${times}${scale}, rounded to ${ratio.decimals} decimals; empty where ${nameOf(ratio.per)} is 0. ${made.join(' ')}`;
}

function nameOf(term: Term): string {
  return term.kind === 'counted' ? `different values of ${term.column}` : term.measure;
}

function termWords(query: ReportQuery, term: Term): string {
  const schema = schemaOf(query.stream);
  switch (term.kind) {
    case 'merged': {
      const source = query.sources.find(({ alias }) => alias === term.source);
      const merge = source?.measures.get(term.measure) ?? 'sum';
      const what = { sum: 'sum', min: 'smallest value', max: 'largest value' }[merge];
      if (source?.from.of === 'mentions') return mentionWords(query, source, term.measure);
      const { name = '', rollup } = source?.from ?? {};
      if (source?.isMerged)
        return `${term.measure} of the one ${rollup?.grain ?? ''} window in ${schema}.${name}.`;
      return `The ${what} of ${term.measure} over the ${rollup?.grain ?? ''} windows of ${schema}.${name}.`;
    }
    case 'kept':
      return `${schema}.${term.rollup}_distinct keeps ${term.measure}, counted exactly for this one window.`;
    case 'counted':
      return `Different values of ${term.column}, counted anew in the stored events of the range: counts of several windows cannot be added up.`;
  }
}

/** Mentions are counted themselves, over the whole range. */
function mentionWords(query: ReportQuery, { from }: ReportQuery['sources'][number], name: string): string {
  const measure = measureOf(from, name);
  const table = `${schemaOf(query.stream)}.${MENTIONS}`;
  switch (measure.kind) {
    case 'count':
      return `The rows of ${table} in the range${measure.where === undefined ? '' : ' that fulfil a condition'}, counted anew.`;
    case 'distinct':
      return `Different values of ${measure.column} in the rows of ${table} in the range, counted anew.`;
    case 'sum':
      return `The sum of ${measure.column} over the rows of ${table} in the range.`;
    default:
      return `The ${measure.kind === 'min' ? 'smallest' : 'largest'} ${measure.column} in the rows of ${table} in the range.`;
  }
}
