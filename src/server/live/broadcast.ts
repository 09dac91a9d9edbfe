import type { ServerResponse } from 'node:http';
import type { Clock } from '../../event/clock.ts';
import type { ServerDependencies } from '../dependencies.ts';
import { stringify } from '../json.ts';

/** Server-Sent Events for all open pages: one message is made for all of them. */
export interface Broadcast {
  /** Adds a page, whose headers have been sent. It leaves when its connection closes. */
  join(response: ServerResponse): void;
  /** Whether no more can join. */
  readonly full: boolean;
  readonly readers: number;
  /** Ends all connections and stops. */
  close(): void;
}

export type BroadcastSource = Pick<ServerDependencies, 'onCommit' | 'streamStates' | 'lag'> & {
  readonly campaigns: Pick<ServerDependencies['campaigns'], 'onChange' | 'steps'>;
  readonly clock: Clock;
};

/** Commits are told at most five times a second. */
const COALESCE_MS = 200;
const PULSE_MS = 5_000;
/** A page that has not read so much of what it was sent before is hung up on; the browser connects again by itself. */
const MOST_UNREAD_BYTES = 256 * 1024;
const MOST_READERS = 500;

/**
 * ```
 *  idle ──commit──► due ──at most 200 ms after the last──► telling ──► idle
 *                    ▲──────────────commit──────────────────┘
 * ```
 */
export function broadcast(source: BroadcastSource, onError: (error: unknown) => void): Broadcast {
  const readers = new Set<ServerResponse>();
  let state: 'idle' | 'due' | 'telling' | 'closed' = 'idle';
  let again = false;
  let lastTold = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const write = (response: ServerResponse, message: string) => {
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
    else response.write(message);
  };
  const tellAll = (message: string) => {
    for (const response of readers) write(response, message);
  };
  const commitMessage = async () =>
    event('commit', { streams: await source.streamStates(), now: isoNow(source.clock) });
  const pulseMessage = async () => event('pulse', { now: isoNow(source.clock), streams: await source.lag() });
  const greeting = shared(async () => (await Promise.all([commitMessage(), pulseMessage()])).join(''));

  const tell = async () => {
    state = 'telling';
    again = false;
    lastTold = performance.now();
    try {
      tellAll(await commitMessage());
    } catch (error) {
      onError(error);
    }
    if (state !== 'telling') return;
    state = 'idle';
    if (again) onCommit();
  };
  const onCommit = () => {
    if (state === 'telling') again = true;
    if (state !== 'idle' || readers.size === 0) return;
    state = 'due';
    timer = setTimeout(() => void tell(), Math.max(0, lastTold + COALESCE_MS - performance.now()));
  };
  const pulse = () => {
    if (readers.size > 0) pulseMessage().then(tellAll, onError);
  };

  const changed = new Set<string>();
  let campaignTimer: NodeJS.Timeout | undefined;
  const tellCampaigns = async () => {
    campaignTimer = undefined;
    const ids = [...changed];
    changed.clear();
    try {
      tellAll(
        event('campaigns', { campaigns: await source.campaigns.steps(ids), now: isoNow(source.clock) }),
      );
    } catch (error) {
      onError(error);
    }
  };
  const onCampaigns = (ids: readonly string[]) => {
    if (readers.size === 0 || state === 'closed') return;
    for (const id of ids) changed.add(id);
    campaignTimer ??= setTimeout(() => void tellCampaigns(), COALESCE_MS);
  };

  const stopListening = source.onCommit(onCommit);
  const stopCampaigns = source.campaigns.onChange(onCampaigns);
  const pulseTimer = setInterval(pulse, PULSE_MS);
  pulseTimer.unref();

  return {
    get full() {
      return state === 'closed' || readers.size >= MOST_READERS;
    },
    get readers() {
      return readers.size;
    },
    join: (response) => {
      response.on('close', () => readers.delete(response));
      response.write('retry: 1000\n\n');
      readers.add(response);
      greeting().then((message) => write(response, message), onError);
    },
    close: () => {
      state = 'closed';
      stopListening();
      stopCampaigns();
      clearTimeout(timer);
      clearTimeout(campaignTimer);
      clearInterval(pulseTimer);
      for (const response of readers) response.end();
      readers.clear();
    },
  };
}

/** Those who ask while an answer is under way get that one: all pages come back at once after a restart. */
function shared<T>(make: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return () => {
    underWay ??= make().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${stringify(data)}\n\n`;
}

function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
