import { z } from 'zod';
import type { CampaignEngine } from '../engine/contract.ts';
import { CampaignChange, NewCampaign, nameKey, readCampaign } from '../enrich/campaigns/rules.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { isoInstant } from '../event/time.ts';
import type { StoredCampaign } from '../warehouse/campaigns/contract.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import type { Jobs } from './host/guests.ts';

export interface CampaignContext {
  readonly warehouse: Pick<Warehouse, 'campaigns'>;
  readonly engine: { readonly campaigns: CampaignEngine };
}

/** A campaign as the API, the command line and the pages show it. */
export type ShownCampaign = ReturnType<typeof shape>;

/** What is told of a campaign that changed. */
export type CampaignStep = Pick<ShownCampaign, 'id' | 'progress'> & {
  readonly state: ShownCampaign['state'] | 'removed';
};

/** Campaigns as users see them. */
export interface CampaignDesk {
  list(): Promise<readonly ShownCampaign[]>;
  /** By id, or by name. Fails with `not_found`. */
  show(which: string): Promise<ShownCampaign>;
  /** Fails with `bad_parameter`. */
  create(campaign: NewCampaign): Promise<ShownCampaign>;
  /** Fails with `not_found` or `bad_parameter`. */
  change(id: string, change: CampaignChange): Promise<ShownCampaign>;
  /** Fails with `not_found`. */
  remove(id: string): Promise<ShownCampaign>;
  /** Told of campaigns that changed or were matched further; answers how to stop that. */
  onChange(listener: (campaigns: readonly string[]) => void): () => void;
  /** How far these campaigns are now. */
  steps(campaigns: readonly string[]): Promise<readonly CampaignStep[]>;
}

/** Campaigns of an open data folder. */
export function campaignDesk({ warehouse, engine }: CampaignContext): CampaignDesk {
  const counts = async (id: string): Promise<number> => total((await warehouse.campaigns.counts())[id]);
  const found = async (which: string): Promise<StoredCampaign> => {
    const all = await warehouse.campaigns.list();
    const key = nameKey(which);
    const one = all.find(({ id }) => id === which) ?? all.find(({ name }) => nameKey(name) === key);
    if (one !== undefined) return one;
    const ids = all.slice(0, 20).map(({ id }) => id);
    throw new CrosscurrentError(
      'not_found',
      `There is no campaign "${which.slice(0, 100)}".`,
      ids.length === 0 ? 'There is none yet.' : `There are ${ids.join(', ')}.`,
    );
  };
  return {
    async list() {
      const mentions = await warehouse.campaigns.counts();
      return (await warehouse.campaigns.list()).map((one) => shape(one, total(mentions[one.id])));
    },
    async show(which) {
      const one = await found(which);
      return shape(one, await counts(one.id));
    },
    async create(campaign) {
      const made = await engine.campaigns.create(campaign);
      return shape(made, await counts(made.id));
    },
    async change(which, change) {
      const { id } = await found(which);
      return shape(await engine.campaigns.change(id, change), await counts(id));
    },
    async remove(which) {
      const { id } = await found(which);
      const mentions = await counts(id);
      return shape(await engine.campaigns.remove(id), mentions);
    },
    onChange: (listener) => engine.campaigns.onChange(listener),
    async steps(campaigns) {
      const all = new Map((await warehouse.campaigns.list()).map((one) => [one.id, one]));
      return campaigns.map((id) => {
        const one = all.get(id);
        if (one === undefined) return { id, state: 'removed', progress: { done: 0, total: 0 } };
        return { id, state: one.state, progress: one.progress };
      });
    },
  };
}

function total(byStream: Readonly<Record<string, number>> | undefined): number {
  return Object.values(byStream ?? {}).reduce((sum, mentions) => sum + mentions, 0);
}

function shape(campaign: StoredCampaign, mentions: number) {
  const { id, name, colour, rules, state, progress, createdAt, changedAt } = campaign;
  const iso = (ms: number | null): string | null => (ms === null ? null : isoInstant(ms));
  return {
    id,
    name,
    any: rules.any,
    none: rules.none,
    language: rules.language,
    platform: rules.platform,
    from: iso(rules.from),
    to: iso(rules.to),
    colour,
    state,
    progress,
    mentions,
    createdAt: isoInstant(createdAt),
    changedAt: isoInstant(changedAt),
  };
}

const Which = z.object({ campaign: z.string() });
const Add = z.object({ campaign: z.unknown(), wait: z.boolean().default(true) });
const Edit = z.object({ campaign: z.string(), change: z.unknown(), wait: z.boolean().default(true) });

/** How often is looked whether stored events have been matched, in milliseconds. */
const LOOK_EVERY_MS = 200;

/** What the command line can ask for. */
export function campaignJobs(desk: CampaignDesk): Jobs {
  return {
    'campaign.list': async () => ({ campaigns: await desk.list() }),
    'campaign.show': (args) => desk.show(Which.parse(args).campaign),
    'campaign.remove': (args) => desk.remove(Which.parse(args).campaign),
    'campaign.add': async (args, onProgress, signal) => {
      const { campaign, wait } = Add.parse(args);
      const made = await desk.create(readCampaign(NewCampaign, campaign));
      return wait ? untilMatched(desk, made, { onProgress, signal }) : made;
    },
    'campaign.edit': async (args, onProgress, signal) => {
      const { campaign, change, wait } = Edit.parse(args);
      const changed = await desk.change(campaign, readCampaign(CampaignChange, change));
      return wait ? untilMatched(desk, changed, { onProgress, signal }) : changed;
    },
  };
}

/** Stored events are matched whether anybody waits or not; an interrupted wait is answered with how far it is. */
async function untilMatched(
  desk: CampaignDesk,
  { id }: ShownCampaign,
  { onProgress, signal }: { onProgress: (progress: unknown) => void; signal: AbortSignal },
): Promise<ShownCampaign> {
  const started = performance.now();
  for (;;) {
    const [step] = await desk.steps([id]);
    if (step === undefined || step.state !== 'matching' || signal.aborted) return desk.show(id);
    const { done, total: all } = step.progress;
    onProgress({ events: done, totalEvents: all, seconds: (performance.now() - started) / 1000 });
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
