import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import { reportQuery } from '../api/queries.ts';
import { useShownError } from '../api/shown-error.ts';
import type { ReportInfo, ReportResult } from '../api/types.ts';
import { type PlacedPanel, questionOf } from '../panels/question.ts';
import { useStreamView, useViewState } from '../panels/view.ts';
import { mergeAnswers } from './merge.ts';

/** A report about one campaign, as a panel with an id of its own: its figures can be asked about. */
export function placedFor(
  report: ReportInfo,
  campaign: Campaign,
  set: Readonly<Record<string, string>> = {},
): PlacedPanel {
  return {
    id: `${report.name}~${campaign.id}`,
    report,
    panel: {
      report: report.name,
      title: `${campaign.name}: ${report.title}`,
      chart: report.chart,
      width: 12,
      set: { ...set, campaign: campaign.id },
    },
  };
}

export interface Answers {
  /** Rows of all campaigns; undefined until the last answer is there. */
  readonly result: ReportResult | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The answers of one report about each campaign, as one table. */
export function useAnswers(
  report: ReportInfo | undefined,
  campaigns: readonly Campaign[],
  set: Readonly<Record<string, string>> = {},
): Answers {
  const { stream, interval } = useStreamView();
  const { search } = useViewState();
  const view = { search, interval, bots: stream.bots !== null };
  const combine = useCallback(
    (queries: readonly UseQueryResult<ReportResult, Error>[]): Answers => ({
      result: mergeAnswers(campaigns.map((campaign, index) => ({ campaign, result: queries[index]?.data }))),
      error: queries.find(({ error }) => error !== null)?.error ?? null,
      retry: () => {
        for (const query of queries) void query.refetch();
      },
    }),
    [campaigns],
  );
  const answers = useQueries({
    queries:
      report === undefined
        ? []
        : campaigns.map((campaign) => reportQuery(questionOf(placedFor(report, campaign, set), view))),
    combine,
  });
  return { ...answers, error: useShownError(answers.error, answers.result !== undefined) };
}
