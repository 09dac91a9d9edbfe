import { useQueries } from '@tanstack/react-query';
import { reportQuery } from '../api/queries.ts';
import type { ReportResult } from '../api/types.ts';
import { type TimeChart, timeChartOf } from '../charts/series.ts';
import { periodOf, shapeOf } from './columns-of.ts';
import { useNowOf } from './now-of.ts';
import { missingOf, type PlacedPanel, questionOf } from './question.ts';
import { useStreamView, useViewState } from './view.ts';

/** A figure over time. */
export interface Course {
  readonly chart: TimeChart;
}

/** Figure -> its course over the same period, from a report of the stream that shows it over time. */
export function useCourses(placed: PlacedPanel, result: ReportResult): ReadonlyMap<string, Course> {
  const { placed: all, stream, interval } = useStreamView();
  const { search } = useViewState();
  const view = { search, interval, bots: stream.bots !== null };
  const questions = all
    .filter(({ panel }) => panel.chart === 'line')
    .map((line) => ({ report: line.report, question: questionOf(line, view) }))
    .filter(({ report, question }) => missingOf(report, question).length === 0)
    .map(({ question }) => question);
  const answers = useQueries({ queries: questions.map(reportQuery) });
  const now = useNowOf(result);
  const period = periodOf(result);
  const courses = new Map<string, Course>();
  // A tile of one instant has no course over the range.
  if (shapeOf(result.columns).time !== undefined) return courses;
  for (const { data } of answers) {
    const shown = data && periodOf(data);
    if (data === undefined || shown === undefined || period === undefined) continue;
    const shape = shapeOf(data.columns);
    // Minutes may differ between two answers of "the last day"; whole periods may not.
    const samePeriod = Math.abs(shown.from - period.from) + Math.abs(shown.to - period.to) <= 7_200_000;
    if (shape.dimensions.length > 0 || !samePeriod) continue;
    for (const { name } of shapeOf(result.columns, placed.panel.figures).figures) {
      const chart = timeChartOf(data, { now, figures: [name] });
      if (!courses.has(name) && chart?.series[0]?.figure.name === name) courses.set(name, { chart });
    }
  }
  return courses;
}
