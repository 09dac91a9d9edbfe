import { CAMPAIGN_DIMENSION } from '../mentions.ts';
import type { Panel } from '../panel.ts';
import type { Listing, Parameter, ReportOf } from '../report.ts';
import { chartProblem } from './charts.ts';
import { type Inspection, oneOf } from './fault.ts';
import { checkWords } from './names.ts';

const STANDARD = ['day', 'from', 'to', 'limit'];
const BOTS = ['exclude', 'include', 'only'];

/** Looks at the panels of a stream's page. */
export function checkPanels(inspection: Inspection): void {
  const { stream, fault } = inspection;
  stream.panels.forEach((panel, index) => {
    const part = `panels[${index}] "${panel.title}"`;
    checkWords(inspection, part, panel.title);
    const listing = new Map(Object.entries(stream.listings)).get(panel.report);
    if (listing !== undefined) {
      checkListed(inspection, { part, panel, listing });
      return;
    }
    const report = new Map(Object.entries(stream.reports)).get(panel.report);
    if (report === undefined) {
      fault(
        part,
        `there is no report "${panel.report}"`,
        oneOf(Object.keys({ ...stream.reports, ...stream.listings })),
      );
      return;
    }
    const problem = chartProblem(panel.chart, report);
    if (problem !== null) fault(part, problem, 'Choose another chart or another report.');
    checkFigures(inspection, { part, panel, report });
    for (const [name, value] of Object.entries(panel.set ?? {}))
      checkSetting(inspection, { part, name, value, report });
  });
}

function checkListed(
  { stream, fault }: Inspection,
  { part, panel, listing }: { part: string; panel: Panel; listing: Listing },
): void {
  if (panel.chart !== 'cards' && panel.chart !== 'table') {
    fault(part, `a listing cannot be drawn as ${panel.chart}`, "Use 'cards' or 'table'.");
  }
  if (panel.figures !== undefined) fault(part, 'a listing has no figures', 'Leave `figures` out.');
  const names = [
    ...STANDARD,
    ...(stream.bots === undefined ? [] : ['bots']),
    ...(listing.search.length === 0 ? [] : ['query']),
    ...(listing.from === 'mentions' ? [CAMPAIGN_DIMENSION] : []),
    ...listing.filters,
  ];
  for (const [name, value] of Object.entries(panel.set ?? {})) {
    if (!names.includes(name)) fault(part, `the report has no parameter "${name}"`, oneOf(names));
    if (name === 'bots' && !BOTS.includes(value)) {
      fault(part, `"${name}" cannot be "${value}"`, oneOf(BOTS));
    }
    if (name === 'limit' && !isLimit(value)) {
      fault(part, `"${name}" cannot be "${value}"`, 'Use a whole number from 1 on.');
    }
  }
}

function isLimit(value: string): boolean {
  return /^[1-9]\d{0,5}$/.test(value);
}

function checkFigures({ fault }: Inspection, of: { part: string; panel: Panel; report: ReportOf }): void {
  const figures = [...Object.keys(of.report.figures), ...Object.keys(of.report.join?.figures ?? {})];
  for (const name of of.panel.figures ?? []) {
    if (!figures.includes(name)) fault(of.part, `the report has no figure "${name}"`, oneOf(figures));
  }
}

interface Setting {
  readonly part: string;
  readonly name: string;
  readonly value: string;
  readonly report: ReportOf;
}

function checkSetting({ stream, fault }: Inspection, { part, name, value, report }: Setting): void {
  const own = new Map(Object.entries(report.parameters ?? {}));
  const names = [...STANDARD, ...(stream.bots === undefined ? [] : ['bots']), ...own.keys()];
  if (!names.includes(name)) {
    fault(part, `the report has no parameter "${name}"`, oneOf(names));
    return;
  }
  const choices = name === 'bots' ? BOTS : choicesOf(own.get(name));
  if (choices !== undefined && !choices.includes(value)) {
    fault(part, `"${name}" cannot be "${value}"`, oneOf(choices));
  }
  if ((name === 'limit' || own.get(name)?.kind === 'minutes') && !isLimit(value)) {
    fault(part, `"${name}" cannot be "${value}"`, 'Use a whole number from 1 on.');
  }
}

function choicesOf(parameter: Parameter | undefined): readonly string[] | undefined {
  if (parameter?.kind === 'by' || parameter?.kind === 'order') return Object.keys(parameter.choices);
  return parameter?.kind === 'grain' ? parameter.choices : undefined;
}
