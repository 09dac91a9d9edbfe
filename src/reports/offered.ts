import { eventColumns, type Stream } from '../stream/define.ts';
import type { Parameter, ReportOf } from '../stream/report.ts';
import { sessionColumns } from '../stream/sessions.ts';
import type { CellType, FigureDescription, ParameterDescription, ReportDescription } from './answer.ts';
import type { DeclaredReport } from './find.ts';
import { findRollup, measureOf } from './rollups.ts';

/** Rows that one answer may have, and the default of a report that declares no limit. */
export const MAX_ROWS = 10_000;
/** Longest `minutes`: a year. */
export const MAX_MINUTES = 527_040;

export const BOT_CHOICES = ['exclude', 'include', 'only'] as const;

/** The dimension that marks bots, where the reader can choose whether they count. */
export function botsDimension({ stream, report }: DeclaredReport): string | undefined {
  const { bots } = stream;
  if (bots === undefined || !findRollup(stream, report.from).rollup.by.includes(bots)) return undefined;
  return report.where?.[bots] === undefined && !report.by.includes(bots) ? bots : undefined;
}

/** The type of a dimension, or of a column that a measure reads. */
export function columnType(stream: Stream, name: string): CellType {
  const events = eventColumns(stream);
  const sessions = stream.sessions === undefined ? {} : sessionColumns(stream.sessions, events);
  const type = events[name]?.type ?? sessions[name] ?? 'text';
  return type === 'json' ? 'text' : type;
}

/** The parameters of a report, the standard ones first, as the command line, the API and the pages offer them. */
export function parametersOf(declared: DeclaredReport): readonly ParameterDescription[] {
  const standard: ParameterDescription[] = [
    { name: 'day', type: 'day', required: false, about: 'One UTC day, as YYYY-MM-DD', example: '2026-01-01' },
    {
      name: 'from',
      type: 'instant',
      required: false,
      about: 'Start: a UTC day, or an ISO 8601 instant (UTC without a zone)',
      example: '2026-01-01',
    },
    {
      name: 'to',
      type: 'instant',
      required: false,
      about: 'End: a day is included, an instant is not',
      example: '2026-01-31',
    },
    {
      name: 'limit',
      type: 'integer',
      required: false,
      default: defaultLimit(declared.report),
      about: limitWords(declared.report),
    },
  ];
  if (botsDimension(declared) !== undefined) {
    standard.push({
      name: 'bots',
      type: 'choice',
      required: false,
      choices: BOT_CHOICES,
      default: 'exclude',
      about: 'Whether visits of robots count',
    });
  }
  const own = Object.entries(declared.report.parameters ?? {});
  return [...standard, ...own.map(([name, parameter]) => describeOwn(declared.stream, name, parameter))];
}

/** The rows a report shows when it is not told another number. */
export function defaultLimit(report: ReportOf): number {
  return report.limit ?? MAX_ROWS;
}

function limitWords(report: ReportOf): string {
  const rows = report.each === undefined ? 'Most rows' : `Most rows of each ${report.each}`;
  return `${rows}, 1 to ${MAX_ROWS}`;
}

function describeOwn(stream: Stream, name: string, parameter: Parameter): ParameterDescription {
  const { about } = parameter;
  switch (parameter.kind) {
    case 'equals': {
      const { required, example, dimension } = parameter;
      const rest = { required, about, example, dimension };
      const isBoolean = columnType(stream, dimension) === 'boolean';
      return isBoolean
        ? { name, type: 'choice', choices: ['true', 'false'], ...rest }
        : { name, type: 'text', ...rest };
    }
    case 'by': {
      const choices = Object.keys(parameter.choices);
      return { name, type: 'choice', required: false, choices, ...firstAsDefault(choices), about };
    }
    case 'grain': {
      const { choices } = parameter;
      return { name, type: 'choice', required: false, choices, ...firstAsDefault(choices), about };
    }
    case 'minutes':
      return { name, type: 'integer', required: false, default: parameter.default, about };
  }
}

function firstAsDefault(choices: readonly string[]): { default?: string } {
  const [first] = choices;
  return first === undefined ? {} : { default: first };
}

/** A report as it is listed. */
export function describeReport(declared: DeclaredReport): ReportDescription {
  const { name, stream, report } = declared;
  return {
    name,
    stream: stream.name,
    title: report.title,
    question: report.question,
    chart: report.chart,
    ...(report.notes === undefined ? {} : { notes: report.notes }),
    period: report.period,
    parameters: parametersOf(declared),
    figures: figuresOf(declared),
  };
}

function figuresOf({ stream, report }: DeclaredReport): FigureDescription[] {
  const joined =
    report.join === undefined ? [] : describeFigures(stream, report.join.from, report.join.figures);
  const figures = [...describeFigures(stream, report.from, report.figures), ...joined];
  if (report.steps === undefined) return figures;
  const share = (name: string, per: string): FigureDescription => ({ name, unit: '%', kind: 'ratio', per });
  return [
    { name: report.steps.value, unit: figures[0]?.unit ?? '' },
    share('of_first', 'the first step'),
    share('of_previous', 'the step before'),
  ];
}

function describeFigures(stream: Stream, from: string, figures: ReportOf['figures']): FigureDescription[] {
  const rollup = findRollup(stream, from);
  const nameOf = (measure: string) =>
    Object.entries(figures).find(([, one]) => one.kind === 'measure' && one.measure === measure)?.[0] ??
    measure;
  return Object.entries(figures).map(([name, figure]) => {
    const { unit } = figure;
    if (figure.kind === 'ratio') return { name, unit, kind: 'ratio', per: nameOf(figure.per) };
    return { name, unit, kind: measureOf(rollup, figure.measure).kind };
  });
}
