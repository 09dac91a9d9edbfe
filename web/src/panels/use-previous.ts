import { useQuery } from '@tanstack/react-query';
import { pastReportQuery, type Question } from '../api/queries.ts';
import type { ReportInfo, ReportResult, Row } from '../api/types.ts';
import { instantText } from '../time-range/instant.ts';
import { type Interval, intervalBefore, readRange } from '../time-range/range.ts';
import { periodOf, shapeOf } from './columns-of.ts';
import { useNowOf } from './now-of.ts';
import { useStreamView, useViewState } from './view.ts';

export interface Previous {
  readonly interval: Interval;
  /** Undefined until it is there. */
  readonly row: Row | undefined;
}

/** The same report over the period before, of the same length; undefined where there is none. */
export function usePrevious(
  report: ReportInfo,
  question: Question,
  result: ReportResult,
): Previous | undefined {
  const { search } = useViewState();
  const { stream } = useStreamView();
  const range = readRange(search);
  const now = useNowOf(result);
  const period = periodOf(result);
  const isAll =
    range.kind === 'preset'
      ? range.preset === 'all'
      : range.kind === 'default' && report.period.kind === 'all';
  // A row of one instant, such as a peak, is not the range's.
  const isInstant = shapeOf(result.columns).time !== undefined;
  const before = period === undefined || isAll || isInstant ? undefined : intervalBefore(period, now);
  const earliest = stream.earliestEvent;
  // Data that begin within the period before make it no comparison.
  const isCovered = before === undefined || !earliest || Date.parse(earliest) <= before.from;
  const interval = isCovered ? before : undefined;
  const params =
    interval === undefined
      ? question.params
      : { ...question.params, from: instantText(interval.from), to: instantText(interval.to) };
  const query = useQuery({ ...pastReportQuery({ ...question, params }), enabled: interval !== undefined });
  if (interval === undefined) return undefined;
  const covered = query.data && periodOf(query.data);
  // A report that is kept by day widens the period: then the lengths differ, and it is no comparison.
  const fits = covered !== undefined && covered.to - covered.from === interval.to - interval.from;
  if (query.data !== undefined && !fits) return undefined;
  return { interval, row: query.data?.rows[0] };
}
