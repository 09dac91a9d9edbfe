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
  return null;
}
