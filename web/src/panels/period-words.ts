import type { ReportInfo, ReportResult } from '../api/types.ts';
import type { Interval } from '../time-range/range.ts';
import { defaultPeriodWords, intervalWords } from '../time-range/words.ts';
import { periodOf } from './columns-of.ts';
import { hasOwnWindow } from './question.ts';

/**
 * What a panel says of its period: nothing when it is the range of the page; else the report's own, or
 * what the asked range became (a report kept by day shows whole days).
 */
export function periodWords(
  report: ReportInfo,
  result: ReportResult | undefined,
  asked: Interval | undefined,
): string | undefined {
  const shown = result && periodOf(result);
  if (asked !== undefined && !hasOwnWindow(report)) {
    if (shown === undefined || (shown.from === asked.from && shown.to === asked.to)) return undefined;
    return `whole days: ${intervalWords(shown)}`;
  }
  const words = defaultPeriodWords(report.period);
  if (report.period.kind === 'latest-day' && shown !== undefined) return `${words}: ${intervalWords(shown)}`;
  return words;
}
