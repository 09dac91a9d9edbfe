import type { Params, Question } from '../api/queries.ts';
import type { PanelInfo, ParameterInfo, ReportInfo } from '../api/types.ts';
import { DAY, HOUR, instantText } from '../time-range/instant.ts';
import type { Interval } from '../time-range/range.ts';
import { partsOf, type Search } from '../url-state/search.ts';

const GRAINS = ['minute', 'hour', 'day'];
/** Lists longer than this are seldom full. */
const MOST_ROWS = 20;
const STANDARD = ['day', 'from', 'to', 'limit', 'bots'];

/** A panel of a page: its report, and an id that is its own on the page. */
export interface PlacedPanel {
  readonly id: string;
  readonly panel: PanelInfo;
  readonly report: ReportInfo;
}

/** The panels whose report is known and needs no value of the reader; two of one report get ids of their own. */
export function placePanels(
  panels: readonly PanelInfo[],
  reports: readonly ReportInfo[],
): readonly PlacedPanel[] {
  const seen = new Map<string, number>();
  return panels.flatMap((panel) => {
    const report = reports.find(({ name }) => name === panel.report);
    if (report === undefined) return [];
    const count = (seen.get(panel.report) ?? 0) + 1;
    seen.set(panel.report, count);
    return [{ id: count === 1 ? panel.report : `${panel.report}~${count}`, panel, report }];
  });
}

/** A choice between widths of time buckets. */
export function isGrain(parameter: ParameterInfo): boolean {
  const { choices } = parameter;
  return choices !== undefined && choices.length > 1 && choices.every((choice) => GRAINS.includes(choice));
}

/** Parameters a reader can choose from in the panel itself; what the panel is made for is not chosen anew. */
export function choicesOf({ panel, report }: PlacedPanel): readonly ParameterInfo[] {
  const isMap = panel.chart === 'world' || panel.chart === 'states';
  return report.parameters.filter(
    (parameter) =>
      !STANDARD.includes(parameter.name) &&
      (parameter.choices?.length ?? 0) > 1 &&
      (panel.set?.[parameter.name] === undefined || isGrain(parameter)) &&
      !(isMap && parameter.name === 'by'),
  );
}

/** Parameters that a reader has to fill in. */
export function requiredOf(report: ReportInfo): readonly ParameterInfo[] {
  return report.parameters.filter(({ required }) => required);
}

/** A report about one campaign: it is on the pages of campaigns. */
export function isOfCampaign(report: ReportInfo): boolean {
  return requiredOf(report).some(({ name }) => name === 'campaign');
}

/** Filters of the whole view that are values of a dimension. */
export const MEMBER_FILTERS = ['platform', 'language'] as const;

/** The filters of the view that a report cannot be narrowed by. */
export function filtersNotIn(report: ReportInfo, search: Search): readonly string[] {
  return MEMBER_FILTERS.filter(
    (filter) => (search[filter] ?? '') !== '' && !report.parameters.some(({ name }) => name === filter),
  );
}

/** A report on what is happening right now names its own window, as its title says; the page's range is not for it. */
export function hasOwnWindow(report: ReportInfo): boolean {
  return report.period.kind === 'last' && report.parameters.some(({ name }) => name === 'minutes');
}

/** The width of buckets that gives a readable line over so long a time. */
export function grainFor(length: number, choices: readonly string[]): string | undefined {
  if (!Number.isFinite(length)) return undefined;
  const wanted = length <= 3 * HOUR ? 'minute' : length <= 8 * DAY ? 'hour' : 'day';
  return choices.includes(wanted) ? wanted : undefined;
}

interface View {
  readonly search: Search;
  /** The range the reader chose, if any. */
  readonly interval: Interval | undefined;
  /** Whether the stream tells bots. */
  readonly bots: boolean;
}

function rangeParams(report: ReportInfo, interval: Interval | undefined): Params {
  if (interval === undefined || hasOwnWindow(report)) return {};
  const grain = report.parameters.find(isGrain);
  const width = grain && grainFor(interval.to - interval.from, grain.choices ?? []);
  return {
    // Without a start it begins with the oldest data.
    ...(Number.isFinite(interval.from) ? { from: instantText(interval.from) } : {}),
    to: instantText(interval.to),
    ...(grain !== undefined && width !== undefined ? { [grain.name]: width } : {}),
  };
}

/** What a panel asks the API for, in the state of the view. What the reader chose wins over what the panel sets. */
export function questionOf({ id, panel, report }: PlacedPanel, view: View): Question {
  const bots = view.search['bots'];
  const known = new Set(report.parameters.map(({ name }) => name));
  const chosen = Object.entries(partsOf(view.search, id)).filter(([name]) => known.has(name));
  const filters = MEMBER_FILTERS.flatMap((filter) => {
    const member = view.search[filter] ?? '';
    return known.has(filter) && member !== '' ? [[filter, member] as const] : [];
  });
  return {
    stream: report.stream,
    report: report.name,
    params: {
      ...rangeParams(report, view.interval),
      ...panel.set,
      ...(view.bots && known.has('bots') && bots !== undefined ? { bots } : {}),
      ...Object.fromEntries(filters),
      ...Object.fromEntries(chosen),
    },
  };
}

/** How many rows a panel is likely to have; undefined where its report could have very many. */
export function rowsOf(report: ReportInfo, question: Question): number | undefined {
  const preset = report.parameters.find(({ name }) => name === 'limit')?.default;
  const limit = Number(question.params['limit'] ?? preset ?? Number.NaN);
  return limit <= MOST_ROWS ? limit : undefined;
}

/** The required parameters that still have no value. */
export function missingOf(report: ReportInfo, question: Question): readonly ParameterInfo[] {
  return requiredOf(report).filter(({ name }) => (question.params[name] ?? '') === '');
}

/** Whether a parameter keeps the rows of one member of the dimension. */
export function fixes(parameter: ParameterInfo, dimension: string): boolean {
  if (parameter.dimension !== undefined) return parameter.dimension === dimension;
  return parameter.name === dimension || `${parameter.name}_id` === dimension;
}

/** Reports of the stream that tell more about one member of a dimension. */
export function reportsAbout(
  stream: string,
  dimension: string,
  reports: readonly ReportInfo[],
): readonly { report: ReportInfo; parameter: ParameterInfo }[] {
  return reports
    .filter((report) => report.stream === stream && !isOfCampaign(report))
    .flatMap((report) =>
      requiredOf(report)
        .filter((parameter) => fixes(parameter, dimension))
        .map((parameter) => ({ report, parameter })),
    );
}
