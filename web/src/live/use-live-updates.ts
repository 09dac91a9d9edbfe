import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { campaignsQuery, takeSteps } from '../api/campaigns.ts';
import { auditQuery, OF_STREAM, reportsQuery, streamsQuery } from '../api/queries.ts';
import { isOfCampaign } from '../panels/question.ts';
import { listen } from './live-store.ts';
import { createRefresher } from './refresher.ts';

/** What is the same for all streams need not follow every commit, in ms. */
const SLOWER_MS = 1_500;

function createRefresh(client: QueryClient): (streams: readonly string[]) => Promise<void> {
  let slower = 0;
  return async (streams) => {
    const keys: (readonly unknown[])[] = streams.map((stream) => [OF_STREAM, stream]);
    if (Date.now() - slower > SLOWER_MS) {
      slower = Date.now();
      keys.push(streamsQuery.queryKey, auditQuery.queryKey, campaignsQuery.queryKey, ['dead-letters']);
    }
    await Promise.all(
      keys.map((queryKey) => client.invalidateQueries({ queryKey }, { cancelRefetch: false })),
    );
  };
}

/** Everything on the screen that could not be had: figures, lists, and parts of the program. */
function askFailedAgain(client: QueryClient): Promise<void> {
  return client.refetchQueries(
    { type: 'active', predicate: ({ state }) => state.status === 'error' },
    { cancelRefetch: false },
  );
}

/** Keeps everything on the screen up to date for as long as the component lives. */
export function useLiveUpdates(): void {
  const client = useQueryClient();
  useEffect(() => {
    const refresher = createRefresher({
      refresh: createRefresh(client),
      now: () => performance.now(),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      visible: () => document.visibilityState === 'visible',
    });
    const stop = listen({
      changed: refresher.changed,
      campaigns: (steps) => {
        if (!takeSteps(client, steps)) return;
        const reports = client.getQueryData(reportsQuery.queryKey) ?? [];
        refresher.changed([...new Set(reports.filter(isOfCampaign).map(({ stream }) => stream))]);
      },
      back: () => void askFailedAgain(client),
    });
    document.addEventListener('visibilitychange', refresher.resume);
    return () => {
      document.removeEventListener('visibilitychange', refresher.resume);
      stop();
    };
  }, [client]);
}
