import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, address, request } from './request.ts';
import type {
  Audit,
  DeadLetters,
  EventsBehind,
  Explanation,
  ReportInfo,
  ReportResult,
  StreamInfo,
} from './types.ts';

export type Params = Readonly<Record<string, string>>;

/** Keys of what a commit makes stale begin so; the second part is the stream. */
export const OF_STREAM = 'stream';

/** Whether somebody is signed in; `null` when not. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<{ signedIn: boolean } | null> => {
    try {
      const session = await request<{ signedIn: boolean }>('/api/session', { signal });
      return session.signedIn ? session : null;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
  // Until somebody is signed in nothing else listens for the program to come back.
  refetchInterval: ({ state }) => (state.status === 'error' ? 2_000 : false),
});

export const streamsQuery = queryOptions({
  queryKey: ['streams'],
  queryFn: ({ signal }) => request<readonly StreamInfo[]>('/api/streams', { signal }),
});

export const reportsQuery = queryOptions({
  queryKey: ['reports'],
  queryFn: ({ signal }) => request<readonly ReportInfo[]>('/api/reports', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const auditQuery = queryOptions({
  queryKey: ['audit'],
  queryFn: ({ signal }) => request<Audit>('/api/audit', { signal }),
});

export interface Question {
  readonly stream: string;
  readonly report: string;
  readonly params: Params;
}

/** Where the answer to a question is; with `format: 'csv'` it is a file. */
export function reportAddress(question: Question, extra: Params = {}): string {
  return address(`/api/reports/${encodeURIComponent(question.report)}`, { ...question.params, ...extra });
}

/** The rows of a report. The rows before stay on the screen until the new ones are there. */
export function reportQuery(question: Question) {
  return queryOptions({
    queryKey: [OF_STREAM, question.stream, 'report', question.report, question.params],
    queryFn: ({ signal }) => request<ReportResult>(reportAddress(question), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** A report over a period that has passed: looked at again now and then, not at every commit. */
export function pastReportQuery(question: Question) {
  return queryOptions({
    queryKey: ['past', question.stream, question.report, question.params],
    queryFn: ({ signal }) => request<ReportResult>(reportAddress(question), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export function explanationQuery(question: Question) {
  const path = `/api/reports/${encodeURIComponent(question.report)}/explanation`;
  return queryOptions({
    queryKey: ['explanation', question.report, question.params],
    queryFn: ({ signal }) => request<Explanation>(address(path, question.params), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
}

/** Narrows the events behind a report to those of one figure and of members of dimensions. */
export interface Narrowing {
  readonly figure: string | undefined;
  readonly members: Params;
}

/**
 * The newest events behind a figure. Where an event cannot be told to belong to it (what only a session has, a
 * figure of a joined rollup), the events of the whole report are taken instead, and `widened` says why.
 */
export function eventsQuery(question: Question, { figure, members }: Narrowing, limit: number) {
  const path = `/api/reports/${encodeURIComponent(question.report)}/events`;
  const whole = { ...question.params, limit: String(limit) };
  const params = { ...whole, ...members, figure };
  const isNarrowed = figure !== undefined || Object.keys(members).length > 0;
  return queryOptions({
    queryKey: ['events', question.report, params],
    queryFn: async ({ signal }): Promise<EventsBehind & { readonly widened?: string }> => {
      try {
        return await request<EventsBehind>(address(path, params), { signal });
      } catch (error) {
        if (!isNarrowed || !(error instanceof ApiError) || error.code !== 'bad_parameter') throw error;
        return { ...(await request<EventsBehind>(address(path, whole), { signal })), widened: error.message };
      }
    },
    staleTime: 5_000,
  });
}

export interface DeadLetterFilter {
  readonly stream?: string | undefined;
  readonly reason?: string | undefined;
  readonly before?: string | undefined;
}

export const DEAD_LETTERS_SHOWN = 50;

export function deadLettersQuery(filter: DeadLetterFilter) {
  return queryOptions({
    queryKey: ['dead-letters', filter],
    queryFn: ({ signal }) =>
      request<DeadLetters>(address('/api/dead-letters', { ...filter, limit: String(DEAD_LETTERS_SHOWN) }), {
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}
