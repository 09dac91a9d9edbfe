import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { campaignsQuery, takeSteps } from '../api/campaigns.ts';
import { auditQuery, OF_STREAM, reportsQuery, streamsQuery } from '../api/queries.ts';
import { isOfCampaign } from '../panels/question.ts';
import { listen } from './live-store.ts';
import { createRefresher } from './refresher.ts';

/** Of each answer on the screen at most three a second, in ms. */
const SPACING_MS = 300;
/** What is the same for all streams need not follow every commit, in ms. */
const SLOWER_MS = 1_500;
const SLOWER: readonly (readonly unknown[])[] = [
  streamsQuery.queryKey,
  auditQuery.queryKey,
  campaignsQuery.queryKey,
  ['dead-letters'],
];

/**
 * Brings up to date what is on the screen of streams that changed, each answer at its own pace. What is out of sight is
 * marked, and asked for when it comes in sight.
 */
function createFollower(client: QueryClient): {
  changed: (streams: readonly string[]) => void;
  resume: () => void;
} {
  const slower = new Set<string>();
  const refresher = createRefresher({
    refresh: (question) =>
      client.refetchQueries(
        { type: 'active', predicate: ({ queryHash }) => queryHash === question },
        { cancelRefetch: false },
      ),
    spacing: (question) => (slower.has(question) ? SLOWER_MS : SPACING_MS),
    now: () => performance.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    visible: () => document.visibilityState === 'visible',
  });
  const outdate = (queryKey: readonly unknown[]): readonly string[] => {
    void client.invalidateQueries({ queryKey, refetchType: 'none' });
    const shown = client.getQueryCache().findAll({ queryKey, type: 'active' });
    return shown.map(({ queryHash }) => queryHash);
  };
  return {
    changed(streams) {
      const others = SLOWER.flatMap(outdate);
      for (const question of others) slower.add(question);
      refresher.changed([...streams.flatMap((stream) => outdate([OF_STREAM, stream])), ...others]);
    },
    resume: refresher.resume,
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
    const follower = createFollower(client);
    const stop = listen({
      changed: follower.changed,
      campaigns: (steps) => {
        if (!takeSteps(client, steps)) return;
        const reports = client.getQueryData(reportsQuery.queryKey) ?? [];
        follower.changed([...new Set(reports.filter(isOfCampaign).map(({ stream }) => stream))]);
      },
      back: () => void askFailedAgain(client),
    });
    document.addEventListener('visibilitychange', follower.resume);
    return () => {
      document.removeEventListener('visibilitychange', follower.resume);
      stop();
    };
  }, [client]);
}
