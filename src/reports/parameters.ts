import type { ReportOf } from '../stream/report.ts';
import type { Grain } from '../stream/rollup.ts';
import type { GivenParameters } from './answer.ts';
import type { DeclaredReport } from './find.ts';
import { type AskedPeriod, askedPeriod, readValues, type Value } from './given.ts';
import { parametersOf } from './offered.ts';
import { BOT_CHOICES } from './standard.ts';

export type Bots = (typeof BOT_CHOICES)[number];

/** Checked parameters of a report. */
export interface Asked {
  readonly period: AskedPeriod;
  readonly limit: number;
  /** Undefined where there are no bots to choose. */
  readonly bots: Bots | undefined;
  /** Members that dimensions must have. */
  readonly equals: Readonly<Record<string, string | boolean>>;
  /** The dimension that stands for `$by`. */
  readonly by: string | undefined;
  /** The grain that stands for `$grain`. */
  readonly grain: Grain | undefined;
  /** The figure that comes most first, when not the report's own. */
  readonly order: string | undefined;
  /** The effective values, for the answer; without the range, which is not known yet. */
  readonly shown: Readonly<Record<string, string | number>>;
}

/**
 * Checks the parameters given to a report. Text and numbers are both taken (an address has only text).
 * Fails with `bad_parameter`, which names the allowed values.
 */
export function askedFor(declared: DeclaredReport, given: GivenParameters): Asked {
  const offered = parametersOf(declared);
  const minutes = minutesName(declared.report.parameters);
  const values = readValues({ report: declared.name, offered, minutes }, given);
  const bots = BOT_CHOICES.find((choice) => choice === values.get('bots'));
  const shown = new Map(values);
  // The range is shown as it was resolved; a length that was not used is not shown.
  const hasRange = ['day', 'from', 'to'].some((name) => values.has(name));
  for (const name of ['day', 'from', 'to', ...(hasRange && minutes !== undefined ? [minutes] : [])])
    shown.delete(name);
  return {
    period: askedPeriod(values, minutes),
    limit: Number(values.get('limit')),
    bots,
    ...ownChoices(declared, values),
    shown: Object.fromEntries(shown),
  };
}

/** What the parameters of the declaration choose. */
function ownChoices(
  { report }: DeclaredReport,
  values: ReadonlyMap<string, Value>,
): Pick<Asked, 'equals' | 'by' | 'grain' | 'order'> {
  const equals: Record<string, string | boolean> = {};
  let by: string | undefined;
  let grain: Grain | undefined;
  let order: string | undefined;
  for (const [name, parameter] of Object.entries(report.parameters ?? {})) {
    const value = values.get(name);
    if (value === undefined) continue;
    if (parameter.kind === 'equals') equals[parameter.dimension] = String(value);
    else if (parameter.kind === 'by') by = parameter.choices[String(value)];
    else if (parameter.kind === 'order') order = parameter.choices[String(value)];
    else if (parameter.kind === 'grain') grain = parameter.choices.find((choice) => choice === value);
  }
  return { equals, by, grain, order };
}

/** The parameter that sets the length of the default period. */
function minutesName(parameters: ReportOf['parameters']): string | undefined {
  return Object.entries(parameters ?? {}).find(([, one]) => one.kind === 'minutes')?.[0];
}
