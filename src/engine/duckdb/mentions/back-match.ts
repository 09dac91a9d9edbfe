import { setTimeout as sleep } from 'node:timers/promises';
import type { Stream } from '../../../stream/define.ts';
import type { Edition, EditionKey, FilesToMatch } from '../../../warehouse/campaigns/contract.ts';
import type { Warehouse } from '../../../warehouse/contract.ts';
import { type DuckDBConnection, endQuickly } from '../database.ts';
import { editionsOf } from './editions.ts';
import { createSearch, findMentions, type MentionSearch } from './find-mentions.ts';
import { removeMentionRows } from './live-matching.ts';

/** Rows looked at for one commit, unless a file has more: seconds of work that a crash repeats. */
const ROWS_AT_ONCE = 250_000;

const RETRY_MS = 1_000;

export interface BackMatchOptions {
  /** Those with mentions. */
  readonly streams: readonly Stream[];
  readonly warehouse: Pick<Warehouse, 'campaigns'>;
  readonly connect: () => Promise<DuckDBConnection>;
  readonly lakeDir: string;
  readonly scratchDir: string;
  /** Whether this process does the work, where others may do it, too. */
  readonly leads?: () => boolean;
  /** Told after each step, with the campaigns it was about. */
  readonly onStep: (campaigns: readonly string[]) => void;
  readonly onError: (error: unknown) => void;
}

/** Matches what the lake held when editions began, piece by piece, in the background. */
export interface BackMatch {
  /** There may be files to look at, or rows to clear away. */
  wake(): void;
  /** Resolves when all has been looked at and cleared away, or when it is told to wait no longer. */
  settle(signal: AbortSignal): Promise<void>;
  /** Resolves when nothing is under way, and starts nothing until the answer is called. */
  pause(): Promise<() => void>;
  /** Resolves when it is interrupted and has ended; what was under way is done again at the next start. */
  close(): Promise<void>;
}

/**
 * ```
 *  idle ──wake──► step ──► step ──► ... ──nothing left──► idle
 *                  ▲ └─fails─► waits ─┘
 * ```
 */
export function createBackMatch(options: BackMatchOptions): BackMatch {
  const { leads = () => true } = options;
  const { campaigns } = options.warehouse;
  const names = options.streams.map((stream) => stream.name);
  const closing = new AbortController();
  let running: Promise<void> | null = null;
  let active: DuckDBConnection | null = null;
  let woken = false;
  let pauses = 0;
  let search: { readonly key: string; readonly made: MentionSearch | undefined } | undefined;

  const step = async (): Promise<boolean> => {
    const work = await campaigns.nextFiles(names, ROWS_AT_ONCE);
    if (work !== null) {
      await matchFiles(work);
      options.onStep([...new Set(work.editions.map((one) => one.campaign))]);
      return true;
    }
    const complete = await campaigns.completeEditions();
    if (complete.length > 0) options.onStep(complete);
    return campaigns.clearLeftovers();
  };

  const matchFiles = async (work: FilesToMatch): Promise<void> => {
    const made = await searchOf(work);
    const paths = work.files.map((file) => file.path);
    const known = work.files.flatMap((file) => (file.known ? [file.path] : []));
    const connection = await options.connect();
    active = connection;
    try {
      const found =
        made === undefined || known.length === 0
          ? null
          : await findMentions({ ...options, connection }, made, known);
      const mentions = found === null ? [] : [found];
      try {
        await campaigns.commitMatched({ ...work, paths, mentions });
      } finally {
        await removeMentionRows(mentions);
      }
    } finally {
      active = null;
      connection.closeSync();
    }
  };

  /** The same editions come again with each piece. */
  const searchOf = async ({ stream: name, editions }: FilesToMatch): Promise<MentionSearch | undefined> => {
    const key = JSON.stringify([name, editions]);
    if (search?.key === key) return search.made;
    const stream = options.streams.find((one) => one.name === name);
    const all = (await campaigns.list()).flatMap(editionsOf);
    const wanted = new Set(editions.map(keyOf));
    const found = all.filter((edition: Edition) => wanted.has(keyOf(edition)));
    search = { key, made: stream === undefined ? undefined : createSearch(stream, found) };
    return search.made;
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted && pauses === 0 && leads()) {
      woken = false;
      try {
        if (!(await step()) && !woken) return;
      } catch (error) {
        if (closing.signal.aborted) return;
        options.onError(error);
        await sleep(RETRY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  };

  const wake = (): void => {
    woken = true;
    if (running !== null || closing.signal.aborted || pauses > 0 || names.length === 0 || !leads()) return;
    running = run().finally(() => {
      running = null;
      search = undefined;
      if (woken) wake();
    });
  };

  return {
    wake,
    async settle(signal) {
      const enough = AbortSignal.any([signal, closing.signal]);
      const aborted = new Promise((resolve) => enough.addEventListener('abort', resolve, { once: true }));
      wake();
      while (running !== null && !enough.aborted) await Promise.race([running, aborted]);
    },
    async pause() {
      pauses += 1;
      await running;
      return () => {
        pauses -= 1;
        wake();
      };
    },
    async close() {
      closing.abort();
      await endQuickly(running, () => active?.interrupt());
    },
  };
}

function keyOf({ campaign, edition }: EditionKey): string {
  return `${edition} ${campaign}`;
}
