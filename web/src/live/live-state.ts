import type { CommitMessage, PulseMessage } from '../api/types.ts';

/** How the page hears of new data. */
export type Connection = 'connecting' | 'open' | 'away';

export interface LiveStream {
  readonly version: number;
  readonly committedAt: number | undefined;
  readonly latestEvent: number | undefined;
  readonly lagSeconds: number;
  readonly why: string | null;
}

export interface LiveState {
  readonly connection: Connection;
  /** When the server last said anything, by the clock of this page (ms). */
  readonly heardAt: number;
  readonly streams: Readonly<Record<string, LiveStream>>;
}

export const START: LiveState = { connection: 'connecting', heardAt: 0, streams: {} };

const UNKNOWN: LiveStream = {
  version: -1,
  committedAt: undefined,
  latestEvent: undefined,
  lagSeconds: 0,
  why: null,
};

function instantOf(text: string | null): number | undefined {
  return text === null ? undefined : Date.parse(text);
}

/** The state after a commit message, and the streams whose data changed by it. */
export function afterCommit(
  state: LiveState,
  message: CommitMessage,
  heardAt: number,
): { state: LiveState; changed: readonly string[] } {
  const now = Date.parse(message.now);
  const streams = { ...state.streams };
  const changed: string[] = [];
  for (const [name, { version, committedAt, latestEvent }] of Object.entries(message.streams)) {
    const before = streams[name] ?? UNKNOWN;
    if (before.version === version) continue;
    changed.push(name);
    const committed = instantOf(committedAt);
    const fresh = committed !== undefined && now - committed < 2_000;
    streams[name] = {
      version,
      committedAt: committed,
      latestEvent: instantOf(latestEvent),
      // A fresh commit is news that the next pulse would only bring seconds later.
      lagSeconds: fresh ? Math.max(0, (now - committed) / 1000) : before.lagSeconds,
      why: fresh ? null : before.why,
    };
  }
  return { state: { connection: 'open', heardAt, streams }, changed };
}

/** The state after a pulse: how far the figures are behind, and why. */
export function afterPulse(state: LiveState, message: PulseMessage, heardAt: number): LiveState {
  const streams = { ...state.streams };
  for (const [name, { lagSeconds, why }] of Object.entries(message.streams)) {
    streams[name] = { ...(streams[name] ?? UNKNOWN), lagSeconds, why };
  }
  return { connection: 'open', heardAt, streams };
}

/** Data this much behind are worth a warning, in seconds. */
export const LATE_SECONDS = 10;
/** The server pulses every 5 s; after so long a silence the connection is taken for lost, in ms. */
const SILENCE_MS = 13_000;

export type Freshness =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly seconds: number }
  | { readonly kind: 'late'; readonly seconds: number; readonly why: string }
  | { readonly kind: 'away'; readonly seconds: number };

/** How fresh the figures of the named streams are (of all streams when none is named) at `now`, by this page's clock. */
export function freshnessOf(state: LiveState, names: readonly string[], now: number): Freshness {
  if (state.connection === 'connecting') return { kind: 'connecting' };
  const silence = now - state.heardAt;
  if (state.connection === 'away' || silence > SILENCE_MS) return { kind: 'away', seconds: silence / 1000 };
  const streams = Object.entries(state.streams)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .map(([, stream]) => stream);
  const [worst] = streams.toSorted((a, b) => b.lagSeconds - a.lagSeconds);
  if (worst === undefined) return { kind: 'live', seconds: 0 };
  if (worst.lagSeconds <= LATE_SECONDS) return { kind: 'live', seconds: worst.lagSeconds };
  return {
    kind: 'late',
    seconds: worst.lagSeconds,
    why: worst.why ?? 'events are still being worked through',
  };
}
