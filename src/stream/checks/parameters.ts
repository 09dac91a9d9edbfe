import type { Parameter } from '../report.ts';
import { oneOf } from './fault.ts';
import { checkName, checkReserved, checkWords, doubles, RESERVED_PARAMETERS } from './names.ts';
import { isBoolean, type ReportInspection, tooFine } from './report-inspection.ts';

/** Looks at the parameters a report has besides the standard ones. */
export function checkParameters(of: ReportInspection): void {
  const { part, report, fault } = of;
  const parameters = Object.entries(report.parameters ?? {});
  for (const [name, parameter] of parameters) {
    const own = `${part}.parameters.${name}`;
    checkName(of, { part: own, name });
    checkReserved(of, { part: own, name }, RESERVED_PARAMETERS);
    checkWords(of, own, parameter.about);
    checkOne(of, own, parameter);
  }
  for (const kind of doubles(parameters.map(([, one]) => one.kind).filter((one) => one !== 'equals'))) {
    fault(`${part}.parameters`, `there are two parameters of the kind "${kind}"`, 'Keep one of them.');
  }
  const has = (kind: Parameter['kind']) => parameters.some(([, one]) => one.kind === kind);
  if (report.by.includes('$by') !== has('by')) {
    fault(`${part}.by`, '"$by" and a parameter of the kind "by" go together', 'Declare both or neither.');
  }
  if ((report.time === '$grain') !== has('grain')) {
    fault(
      `${part}.time`,
      '"$grain" and a parameter of the kind "grain" go together',
      'Declare both or neither.',
    );
  }
}

function checkOne(of: ReportInspection, part: string, parameter: Parameter): void {
  const { report, fault } = of;
  switch (parameter.kind) {
    case 'equals':
      checkEquals(of, part, parameter);
      return;
    case 'by':
      // That the dimensions exist is looked at with those of `by`.
      if (Object.keys(parameter.choices).length === 0)
        fault(part, 'there is nothing to choose', 'Name at least one.');
      for (const name of Object.values(parameter.choices).filter((one) => report.by.includes(one))) {
        fault(part, `"${name}" makes a row already`, 'Leave it out of the choices, or out of `by`.');
      }
      return;
    case 'grain':
      checkGrain(of, part, parameter);
      return;
    case 'order':
      checkOrder(of, part, parameter);
      return;
    case 'minutes':
      if (report.period.kind !== 'last' || report.period.minutes !== parameter.default) {
        fault(
          part,
          'its default is not the length of the default period',
          'Set the period to the last minutes, and both to one number.',
        );
      }
  }
}

type Of<K extends Parameter['kind']> = Extract<Parameter, { kind: K }>;

function checkEquals(
  { stream, report, rollups, fault }: ReportInspection,
  part: string,
  parameter: Of<'equals'>,
): void {
  const { dimension, example } = parameter;
  if (!rollups.every((rollup) => rollup.by.includes(dimension))) {
    fault(part, `there is no dimension "${dimension}" to read`, oneOf(rollups[0]?.by ?? []));
    return;
  }
  if (Object.hasOwn(report.where ?? {}, dimension)) {
    fault(part, `"${dimension}" has one value always`, 'Leave it out of `where`, or out of the parameters.');
  }
  if (example === '') fault(part, 'its example is empty', 'Show a value that can be there.');
  if (isBoolean(stream, dimension) && example !== 'true' && example !== 'false') {
    fault(part, `"${example}" is no value of "${dimension}"`, 'Use true or false.');
  }
}

function checkOrder({ report, fault }: ReportInspection, part: string, { choices }: Of<'order'>): void {
  const figures = [...Object.keys(report.figures), ...Object.keys(report.join?.figures ?? {})];
  const named = Object.values(choices);
  if (named[0] !== report.order) {
    fault(
      part,
      "its first choice is not the report's own order",
      'Set `order` to the figure of the first choice.',
    );
  }
  for (const name of named.filter((one) => !figures.includes(one))) {
    fault(part, `there is no figure "${name}"`, oneOf(figures));
  }
}

function checkGrain({ rollups, fault }: ReportInspection, part: string, { choices }: Of<'grain'>): void {
  if (choices.length === 0) fault(part, 'there is nothing to choose', 'Name at least one grain.');
  for (const grain of doubles(choices)) fault(part, `"${grain}" stands there twice`, 'Name it once.');
  for (const grain of choices) {
    const window = tooFine(rollups, grain);
    if (window !== undefined) {
      fault(
        part,
        `buckets of a ${grain} cannot be made of windows of a ${window}`,
        'Leave the choice out, or use a finer rollup.',
      );
    }
  }
}
