import { type Figure, measuresOf } from '../report.ts';
import type { Rollup } from '../rollup.ts';
import { type Inspection, oneOf } from './fault.ts';
import { checkName, checkReserved, checkWords, RESERVED_HEADINGS } from './names.ts';
import type { ReportInspection } from './report-inspection.ts';

/** Looks at the figures of a report and at those it joins. */
export function checkFigures(of: ReportInspection): void {
  const { part, report, rollups, fault } = of;
  const [rollup, joined] = rollups;
  if (Object.keys(report.figures).length === 0)
    fault(`${part}.figures`, 'there is no figure', 'Declare at least one.');
  if (rollup !== undefined) checkGroup(of, { place: `${part}.figures`, figures: report.figures, rollup });
  if (joined !== undefined && report.join !== undefined) {
    checkGroup(of, { place: `${part}.join.figures`, figures: report.join.figures, rollup: joined });
  }
}

interface Group {
  readonly place: string;
  readonly figures: Readonly<Record<string, Figure>>;
  readonly rollup: Rollup;
}

function checkGroup(of: ReportInspection, { place, figures, rollup }: Group): void {
  for (const [name, one] of Object.entries(figures)) {
    const part = `${place}.${name}`;
    checkName(of, { part, name });
    checkReserved(of, { part, name }, RESERVED_HEADINGS);
    checkWords(of, `${part}.unit`, one.unit);
    checkWords(of, `${part}.explain`, one.explain);
    for (const measure of measuresOf(one)) {
      checkMeasure(of, { part, measure, rollup, isRatio: one.kind !== 'measure' });
    }
    if (one.kind === 'ratio') checkRatio(of, part, one);
    if (one.kind !== 'measure') checkDecimals(of, part, one.decimals);
  }
}

function checkMeasure(
  { fault, report }: ReportInspection,
  { part, measure, rollup, isRatio }: { part: string; measure: string; rollup: Rollup; isRatio: boolean },
): void {
  const found = new Map(Object.entries(rollup.measures)).get(measure);
  if (found === undefined) {
    fault(part, `there is no measure "${measure}"`, oneOf(Object.keys(rollup.measures)));
    return;
  }
  if (found.kind === 'count' || found.kind === 'sum') return;
  if (isRatio)
    fault(
      part,
      `"${measure}" is a ${found.kind}, which cannot be added up`,
      'Make the ratio of counts and sums.',
    );
  if (found.kind === 'distinct' && report.hourOfDay === true) {
    fault(
      part,
      `"${measure}" cannot be counted by hour of the day`,
      'Show a count, or buckets without `hourOfDay`.',
    );
  }
}

function checkRatio({ fault }: Inspection, part: string, ratio: Extract<Figure, { kind: 'ratio' }>): void {
  for (const name of ['times', 'scale'] as const) {
    if (!Number.isSafeInteger(ratio[name]) || ratio[name] < 1) {
      fault(part, `\`${name}\` cannot be ${ratio[name]}`, 'Use a whole number from 1 on.');
    }
  }
}

function checkDecimals({ fault }: Inspection, part: string, decimals: number): void {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 9) {
    fault(part, `${decimals} decimals cannot be shown`, 'Use 0 to 9.');
  }
}
