import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignChange, NewCampaign } from '../../../enrich/campaigns/rules.ts';
import type { StoredCampaign } from '../../../warehouse/campaigns/contract.ts';
import type { Warehouse } from '../../../warehouse/contract.ts';
import type { CampaignEngine } from '../../contract.ts';
import type { BackMatch } from './back-match.ts';
import { editionsOf } from './editions.ts';
import type { LiveMatching } from './live-matching.ts';

/** A stream with mentions, as campaigns see it. */
export interface MentioningStream {
  readonly live: LiveMatching;
  /** As of a pipeline. */
  pause(): Promise<() => void>;
}

export interface CampaignWorkOptions {
  readonly warehouse: Pick<Warehouse, 'campaigns'>;
  readonly streams: readonly MentioningStream[];
  readonly backMatch: BackMatch;
  readonly onError: (error: unknown) => void;
}

const RETRY_MS = 500;

/** Campaigns in an engine, and what they are told of. */
export interface CampaignWork extends CampaignEngine {
  /** Looks for what the warehouse says; to be called before events come in. */
  start(): Promise<void>;
  /** Begins new editions if a stream's mentions have to be made anew. */
  rematch(): Promise<void>;
  /** Tells listeners of campaigns that changed. */
  tell(campaigns: readonly string[]): void;
  close(): void;
}

/**
 * Changes of campaigns happen while nothing is under way: every event is either in a file that the lake has at that
 * moment, which is looked at in the background, or comes later and is matched as it arrives. None is both or neither.
 */
export function createCampaignWork(options: CampaignWorkOptions): CampaignWork {
  const { campaigns } = options.warehouse;
  const listeners = new Set<(campaigns: readonly string[]) => void>();
  let last: Promise<unknown> = Promise.resolve();

  const tell = (changed: readonly string[]): void => {
    for (const listener of listeners) listener(changed);
  };

  const closing = new AbortController();

  /** What is matched live must be what the warehouse says: nothing goes on before that is known. */
  const reload = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        const editions = (await campaigns.list()).flatMap(editionsOf);
        for (const { live } of options.streams) live.lookFor(editions);
        return;
      } catch (error) {
        options.onError(error);
        await sleep(RETRY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  };

  const quietly = async <T>(work: () => Promise<T>): Promise<T> => {
    const resumers: (() => void)[] = [];
    try {
      for (const stream of options.streams) resumers.push(await stream.pause());
      return await work();
    } finally {
      await reload();
      for (const resume of resumers.reverse()) resume();
      options.backMatch.wake();
    }
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(() => quietly(work));
    last = mine.catch(() => undefined);
    return mine;
  };

  const changed = async (work: () => Promise<StoredCampaign>): Promise<StoredCampaign> => {
    const campaign = await inTurn(work);
    tell([campaign.id]);
    return campaign;
  };

  const rematch = async (): Promise<void> => {
    if (await inTurn(() => campaigns.rematch())) tell((await campaigns.list()).map(({ id }) => id));
  };

  return {
    create: (campaign: NewCampaign) => changed(() => campaigns.create(campaign)),
    change: (id: string, change: CampaignChange) => changed(() => campaigns.change(id, change)),
    remove: (id: string) => changed(() => campaigns.remove(id)),
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async start() {
      if (options.streams.length > 0) await rematch();
    },
    rematch,
    tell,
    close: () => closing.abort(),
  };
}
