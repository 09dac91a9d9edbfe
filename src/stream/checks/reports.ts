import type { Stream } from '../define.ts';
import type { ReportOf } from '../report.ts';
import type { Rollup } from '../rollup.ts';
import { chartProblem } from './charts.ts';
import { type Inspection, oneOf } from './fault.ts';
import { checkFigures } from './figures.ts';
import { checkName, checkReserved, checkWords, doubles, RESERVED_HEADINGS } from './names.ts';
import { checkParameters } from './parameters.ts';
import { isBoolean, type ReportInspection, tooFine } from './report-inspection.ts';

/** Rows that one answer may have. */
export const MAX_ROWS = 10_000;

/** Longest default period: a year. */
export const MAX_MINUTES = 527_040;

/** Names that commands have below `crosscurrent report`. */
export const RESERVED_REPORTS = { help: 'the help of a command' };

/** All rollups of a stream: of events, of sessions and of mentions. */
function rollupsOf(stream: Stream): ReadonlyMap<string, Rollup> {
  return new Map(
    Object.entries({ ...stream.mentions?.rollups, ...stream.sessions?.rollups, ...stream.rollups }),
  );
}

/** Looks at all reports of a stream. */
export function checkReports(inspection: Inspection): void {
  for (const [name, report] of Object.entries(inspection.stream.reports)) {
    const part = `reports.${name}`;
    checkName(inspection, { part, name }, { spelling: 'kebab-case' });
    checkReserved(inspection, { part, name }, RESERVED_REPORTS);
    checkWords(inspection, `${part}.title`, report.title);
    checkWords(inspection, `${part}.question`, report.question);
    const rollup = knownRollup(inspection, `${part}.from`, report.from);
    const joined =
      report.join === undefined ? undefined : knownRollup(inspection, `${part}.join.from`, report.join.from);
    if (rollup === undefined || (report.join !== undefined && joined === undefined)) continue;
    const rollups = joined === undefined ? [rollup] : [rollup, joined];
    checkReport({ ...inspection, part, report, rollups, keys: keysOf(report) });
  }
}

function knownRollup({ stream, fault }: Inspection, part: string, name: string): Rollup | undefined {
  const all = rollupsOf(stream);
  const rollup = all.get(name);
  if (rollup === undefined) {
    fault(part, `there is no rollup "${name}"`, oneOf(all.keys()));
  }
  return rollup;
}

/** Each dimension that can make a row: what `$by` stands for is every one of its choices. */
function keysOf(report: ReportOf): string[] {
  const choices = Object.values(report.parameters ?? {}).flatMap((one) =>
    one.kind === 'by' ? Object.values(one.choices) : [],
  );
  return [...new Set(report.by.flatMap((name) => (name === '$by' ? choices : [name])))];
}

function checkReport(of: ReportInspection): void {
  checkDimensions(of);
  checkParameters(of);
  checkTime(of);
  checkFigures(of);
  checkHeadings(of);
  checkRows(of);
  const problem = chartProblem(of.report.chart, of.report);
  if (problem !== null) of.fault(`${of.part}.chart`, problem, 'Choose another chart.');
}

/** Every dimension that a report names must be one of each rollup it reads. */
function checkDimensions({ stream, part, report, rollups, keys, fault }: ReportInspection): void {
  const isKnown = (name: string) => rollups.every((rollup) => rollup.by.includes(name));
  const named = {
    by: keys,
    where: Object.keys(report.where ?? {}),
    known: (report.known ?? []).filter((name) => name !== '$by'),
  };
  for (const [place, names] of Object.entries(named)) {
    for (const name of names.filter((one) => !isKnown(one))) {
      fault(
        `${part}.${place}`,
        `there is no dimension "${name}" to read`,
        oneOf(rollups[0]?.by.filter(isKnown) ?? []),
      );
    }
    for (const name of doubles(names))
      fault(`${part}.${place}`, `"${name}" stands there twice`, 'Name it once.');
  }
  if (report.known?.includes('$by') && !report.by.includes('$by')) {
    fault(`${part}.known`, '"$by" is not what makes a row', 'Name a dimension.');
  }
  const known = new Set([...named.known, ...(report.known?.includes('$by') ? keys : [])]);
  for (const name of known) {
    if (isBoolean(stream, name))
      fault(`${part}.known`, `"${name}" is boolean, which is never undefined`, 'Leave it out.');
  }
  for (const [name, member] of Object.entries(report.where ?? {})) {
    if (isKnown(name) && isBoolean(stream, name) !== (typeof member === 'boolean')) {
      fault(
        `${part}.where.${name}`,
        `${JSON.stringify(member)} is no value of it`,
        'Use a value of its type.',
      );
    }
  }
  // Reports of other rollups and of joined ones offer the choice about robots; both sides have to hear it.
  const { bots } = stream;
  if (bots !== undefined && new Set(rollups.map((rollup) => rollup.by.includes(bots))).size > 1) {
    fault(`${part}.join`, `"${bots}" is a dimension of one rollup alone`, `Add "${bots}" to the other, too.`);
  }
}

function checkTime({ part, report, rollups, fault }: ReportInspection): void {
  const { time } = report;
  if (time !== undefined && time !== '$grain') {
    const window = tooFine(rollups, time);
    if (window !== undefined) {
      fault(
        `${part}.time`,
        `buckets of a ${time} cannot be made of windows of a ${window}`,
        'Use a finer rollup.',
      );
    }
  }
  if (report.hourOfDay === true && time !== 'hour') {
    fault(`${part}.hourOfDay`, 'the hour of the day needs buckets of an hour', "Set `time: 'hour'`.");
  }
  if (report.fill === true && time === undefined) {
    fault(`${part}.fill`, 'there are no buckets to fill', 'Set `time`, or leave `fill` out.');
  }
  const { period } = report;
  if (period.kind === 'last' && !isCount(period.minutes, MAX_MINUTES)) {
    fault(
      `${part}.period`,
      `the last ${period.minutes} minutes are no period`,
      `Use a whole number from 1 to ${MAX_MINUTES}.`,
    );
  }
}

/** Whether it is a whole number from 1 on. */
export function isCount(value: number, largest: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= largest;
}

/** No two columns of an answer may have one heading. */
function checkHeadings(of: ReportInspection): void {
  const { part, report, fault } = of;
  const renamed = new Map(Object.entries(report.rename ?? {}));
  for (const [name, heading] of renamed) {
    if (!report.by.includes(name))
      fault(`${part}.rename`, `"${name}" is not what makes a row`, oneOf(report.by));
    if (heading === undefined) continue;
    checkName(of, { part: `${part}.rename.${name}`, name: heading });
    checkReserved(of, { part: `${part}.rename.${name}`, name: heading }, RESERVED_HEADINGS);
  }
  const rows = report.by.includes('$by') && !renamed.has('$by') ? of.keys : report.by;
  const figures = [...Object.keys(report.figures), ...Object.keys(report.join?.figures ?? {})];
  const { steps } = report;
  const shown = steps === undefined ? figures : [steps.name, steps.value, 'of_first', 'of_previous'];
  const headings = [...rows.map((name) => renamed.get(name) ?? name), ...shown];
  for (const name of new Set([...doubles(headings), ...doubles(figures)])) {
    fault(part, `two columns have the heading "${name}"`, 'Give one of them another name.');
  }
  if (steps === undefined) return;
  for (const name of [steps.name, steps.value]) checkName(of, { part: `${part}.steps`, name });
  const isWhole = Object.values(report.figures).every((one) => one.kind === 'measure');
  if (!isWhole || figures.length < 2) {
    fault(`${part}.steps`, 'steps are two figures or more, each a measure as it stands', 'Declare them so.');
  }
}

function checkRows({ part, report, fault }: ReportInspection): void {
  const figures = [...Object.keys(report.figures), ...Object.keys(report.join?.figures ?? {})];
  if (report.order !== undefined && !figures.includes(report.order)) {
    fault(`${part}.order`, `there is no figure "${report.order}"`, oneOf(figures));
  }
  if (report.limit !== undefined && !isCount(report.limit, MAX_ROWS)) {
    fault(`${part}.limit`, `it cannot be ${report.limit}`, `Use a whole number from 1 to ${MAX_ROWS}.`);
  }
  if (report.each === undefined) return;
  if (!report.by.includes(report.each)) {
    fault(`${part}.each`, `"${report.each}" is not what makes a row`, oneOf(report.by));
  }
  if (report.limit === undefined || report.order === undefined) {
    fault(`${part}.each`, 'the first rows of each need `order` and `limit`', 'Set both.');
  }
}
