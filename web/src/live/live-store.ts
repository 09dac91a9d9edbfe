import { useEffect, useState, useSyncExternalStore } from 'react';
import type { CampaignStep, CampaignsMessage } from '../api/campaigns.ts';
import type { CommitMessage, PulseMessage } from '../api/types.ts';
import { afterCommit, afterPulse, type Freshness, freshnessOf, type LiveState, START } from './live-state.ts';

/** After an error EventSource tries again by itself, but not after every kind; then this does, in ms. */
const RECONNECT_MS = 2_000;

let state: LiveState = START;
const listeners = new Set<() => void>();

function become(next: LiveState): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The newest that was heard of every stream. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => state);
}

function readMessage<T>(event: MessageEvent<string>): T {
  return JSON.parse(event.data);
}

interface Hearers {
  /** Told the streams whose data changed. */
  readonly changed: (streams: readonly string[]) => void;
  /** Told how far the matching of campaigns is. */
  readonly campaigns: (steps: readonly CampaignStep[]) => void;
  /** Told that the server answers, at first and after each silence. */
  readonly back: () => void;
}

/** Listens to the server until the returned function is called. */
export function listen(hearers: Hearers): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    source = new EventSource('/api/live');
    source.addEventListener('commit', (event) => {
      const { connection } = state;
      const after = afterCommit(state, readMessage<CommitMessage>(event), Date.now());
      become(after.state);
      if (connection !== 'open') hearers.back();
      // What could not be renewed while the connection was away is asked for again, changed or not.
      const changed = connection === 'away' ? Object.keys(after.state.streams) : after.changed;
      if (changed.length > 0) hearers.changed(changed);
    });
    source.addEventListener('campaigns', (event) => {
      hearers.campaigns(readMessage<CampaignsMessage>(event).campaigns);
    });
    source.addEventListener('pulse', (event) => {
      become(afterPulse(state, readMessage<PulseMessage>(event), Date.now()));
    });
    source.addEventListener('error', () => {
      become({ ...state, connection: 'away', heardAt: state.heardAt === 0 ? Date.now() : state.heardAt });
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, RECONNECT_MS);
    });
  }

  function close(): void {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  }

  // A browser has six connections to a server for all its tabs: those that nobody sees give theirs back.
  function followVisibility(): void {
    if (document.visibilityState === 'hidden') close();
    else if (source === undefined) {
      become({ ...state, connection: 'connecting' });
      open();
    }
  }

  followVisibility();
  document.addEventListener('visibilitychange', followVisibility);
  return () => {
    document.removeEventListener('visibilitychange', followVisibility);
    close();
    become(START);
  };
}

/** How fresh the named streams are; looked at anew each second. */
export function useFreshness(names: readonly string[]): Freshness {
  const live = useLiveState();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return freshnessOf(live, names, Math.max(now, live.heardAt));
}
