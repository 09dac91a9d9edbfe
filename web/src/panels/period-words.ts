import type { ReportResult } from '../api/types.ts';
import { DAY } from '../time-range/instant.ts';
import type { Interval } from '../time-range/range.ts';
import { defaultPeriodWords, intervalWords } from '../time-range/words.ts';
import { periodOf } from './columns-of.ts';
import { hasOwnWindow, type PlacedPanel } from './question.ts';

/**
 * What a panel says of its period: nothing when it is the range of the page; else the report's own, or
 * what the asked range became (a report kept by day shows whole days).
 */
export function periodWords(
  { panel, report }: PlacedPanel,
  result: ReportResult | undefined,
  asked: Interval | undefined,
): string | undefined {
  const shown = result && periodOf(result);
  // A panel about a day of its own says which.
  if (panel.set?.['from'] !== undefined) return shown && intervalWords(shown);
  if (asked !== undefined && !hasOwnWindow(report)) {
    if (shown === undefined || shown.to - shown.from === asked.to - asked.from) return undefined;
    if (!Number.isFinite(asked.from)) return intervalWords(shown);
    const isDays = shown.from % DAY === 0 && shown.to % DAY === 0;
    return `whole ${isDays ? 'days' : 'hours'}: ${intervalWords(shown)}`;
  }
  const words = defaultPeriodWords(report.period);
  if (report.period.kind === 'latest-day' && shown !== undefined) return `${words}: ${intervalWords(shown)}`;
  return words;
}
