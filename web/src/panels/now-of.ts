import type { ReportResult } from '../api/types.ts';
import { useMoments } from '../time-range/use-range.ts';

/** The present minute, by this clock or the server's, whichever is ahead: a bucket that holds figures has begun. */
export function useNowOf(result: ReportResult): number {
  const { now } = useMoments();
  return Math.max(now, Date.parse(result.asOf ?? '') || 0);
}
