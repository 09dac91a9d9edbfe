import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import { reportQuery } from '../api/queries.ts';
import type { ReportInfo } from '../api/types.ts';
import type { Mark } from '../charts/marks.ts';
import { grainFor, questionOf } from '../panels/question.ts';
import { DAY, dayText, parseInstant } from '../time-range/instant.ts';
import type { Interval } from '../time-range/range.ts';
import { useMoments } from '../time-range/use-range.ts';
import { dateWords } from '../time-range/words.ts';
import { useSearchState } from '../url-state/use-search.ts';
import type { Subject } from './sections.ts';

/** The width of buckets for everything that is known of a stream, where no range is chosen. */
export function useGrain(stream: string, interval: Interval | undefined): string | undefined {
  const { earliestEvent, latestEvent } = useMoments(stream);
  if (interval !== undefined) return undefined;
  if (earliestEvent === undefined || latestEvent === undefined) return undefined;
  const grain = grainFor(latestEvent - earliestEvent, ['hour', 'day']);
  return grain ?? 'hour';
}

/** What the page of a campaign is about, with the day that its reports call the peak, and what its charts mark. */
export function useSubject(
  campaign: Campaign,
  peakReport: ReportInfo,
  view: { interval: Interval | undefined; bots: boolean },
): { subject: Subject; marks: readonly Mark[]; isPeakKnown: boolean } {
  const search = useSearchState();
  const grain = useGrain(peakReport.stream, view.interval);
  const panel = {
    report: peakReport.name,
    title: '',
    chart: 'tiles',
    width: 12,
    set: { campaign: campaign.id },
  } as const;
  const placed = { id: peakReport.name, report: peakReport, panel };
  const question = questionOf(placed, { search, ...view });
  const peak = useQuery(reportQuery(question));
  const time = peak.data?.columns.find(({ type }) => type === 'timestamp')?.name ?? '';
  const day = peak.isPlaceholderData ? undefined : parseInstant(String(peak.data?.rows[0]?.[time] ?? ''));
  return useMemo(() => {
    const start = parseInstant(campaign.from ?? '');
    const end = parseInstant(campaign.to ?? '');
    const marks = [
      ...(start === undefined ? [] : [{ at: start, label: 'Campaign starts' }]),
      ...(end === undefined ? [] : [{ at: end, label: 'Campaign ends' }]),
      ...(day === undefined ? [] : [{ at: day, to: day + DAY, label: 'Peak' }]),
    ];
    const subject = {
      campaign: campaign.id,
      grain,
      peak: day === undefined ? undefined : dayText(day),
      peakWords: day === undefined ? undefined : dateWords(day),
    };
    return { subject, marks, isPeakKnown: peak.data !== undefined };
  }, [campaign.id, campaign.from, campaign.to, grain, day, peak.data]);
}
