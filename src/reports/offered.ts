import type { Stream } from '../stream/define.ts';
import type { Parameter, ReportOf } from '../stream/report.ts';
import type { FigureDescription, ParameterDescription, ReportDescription } from './answer.ts';
import { type Declared, type DeclaredReport, isListing } from './find.ts';
import { describeListing, listingParameters } from './listing/offer.ts';
import { findRollup, measureOf } from './rollups.ts';
import { BOTS_PARAMETER, columnType, MAX_ROWS, standardParameters } from './standard.ts';

/** The dimension that marks bots, where the reader can choose whether they count. */
export function botsDimension({ stream, report }: DeclaredReport): string | undefined {
  const { bots } = stream;
  if (bots === undefined || !findRollup(stream, report.from).rollup.by.includes(bots)) return undefined;
  return report.where?.[bots] === undefined && !report.by.includes(bots) ? bots : undefined;
}

/** The parameters of a report, the standard ones first, as the command line, the API and the pages offer them. */
export function parametersOf(declared: Declared): readonly ParameterDescription[] {
  if (isListing(declared)) return listingParameters(declared);
  const { stream, report } = declared;
  const own = Object.entries(report.parameters ?? {});
  return [
    ...standardParameters({ limit: defaultLimit(report), limitWords: limitWords(report) }),
    ...(botsDimension(declared) === undefined ? [] : [BOTS_PARAMETER]),
    ...own.map(([name, parameter]) => describeOwn(stream, name, parameter)),
  ];
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
    case 'by':
    case 'order': {
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
export function describeReport(declared: Declared): ReportDescription {
  if (isListing(declared)) return describeListing(declared);
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
    if (figure.kind === 'share')
      return { name, unit, kind: 'ratio', per: `${nameOf(figure.of)} of all rows` };
    return { name, unit, kind: measureOf(rollup, figure.measure).kind };
  });
}
