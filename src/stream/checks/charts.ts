import type { Chart, ReportOf } from '../report.ts';

/** What keeps a report from being drawn as a chart, or null. */
export function chartProblem(chart: Chart, report: ReportOf): string | null {
  if (chart === 'line' && (report.time === undefined || report.hourOfDay === true)) {
    return 'a line needs rows with a time';
  }
  if (chart === 'funnel' && report.steps === undefined) return 'a funnel needs steps';
  if (chart === 'heatmap' && report.by.length + (report.time === undefined ? 0 : 1) < 2) {
    return 'a heat map needs two things that make a row';
  }
  if (chart === 'bars' && report.by.length === 0 && report.time === undefined && report.steps === undefined) {
    return 'bars need something that makes a row';
  }
  if (chart === 'words' && (report.by.length !== 1 || report.time !== undefined)) {
    return 'a cloud of words needs one thing that makes a row';
  }
  if (chart === 'pairs' && report.by.length < 2) return 'pairs need two things that make a row';
  if ((chart === 'world' || chart === 'states') && report.by.length === 0) {
    return 'a map needs something that makes a row';
  }
  if (chart === 'cards') return 'cards are for listings, whose rows are events';
  return null;
}
