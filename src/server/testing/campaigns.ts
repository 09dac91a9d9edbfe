// Campaigns in memory, for the tests of this folder.
import { changeRules, nameKey, rulesOf, slugOf } from '../../enrich/campaigns/rules.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import { campaignDesk } from '../../jobs/campaigns.ts';
import type { StoredCampaign } from '../../warehouse/campaigns/contract.ts';
import type { Campaigns } from '../dependencies.ts';

/** Campaigns without mentions, each matched at once; `tell` says that one was matched further. */
export function memoryCampaigns(now: number): Campaigns & { tell(campaigns: readonly string[]): void } {
  const kept = new Map<string, StoredCampaign>();
  const listeners = new Set<(campaigns: readonly string[]) => void>();
  const tell = (campaigns: readonly string[]): void => {
    for (const listener of listeners) listener(campaigns);
  };
  const find = (id: string): StoredCampaign => {
    const found = kept.get(id);
    if (found !== undefined) return found;
    throw new CrosscurrentError('not_found', `There is no campaign "${id}".`, '');
  };
  const keep = (campaign: StoredCampaign): StoredCampaign => {
    kept.set(campaign.id, campaign);
    tell([campaign.id]);
    return campaign;
  };
  const unsupported = (): never => {
    throw new Error('the server asks for no such thing');
  };
  const desk = campaignDesk({
    warehouse: {
      campaigns: {
        list: async () => [...kept.values()],
        counts: async () => ({}),
        create: unsupported,
        change: unsupported,
        remove: unsupported,
        rematch: unsupported,
        nextFiles: unsupported,
        isMatching: unsupported,
        commitMatched: unsupported,
        completeEditions: unsupported,
        clearLeftovers: unsupported,
      },
    },
    engine: {
      campaigns: {
        async create(given) {
          if ([...kept.values()].some((one) => nameKey(one.name) === nameKey(given.name))) {
            throw new CrosscurrentError('bad_parameter', 'There is a campaign of this name already.', '');
          }
          return keep({
            id: slugOf(given.name, (id) => kept.has(id)),
            name: given.name,
            colour: given.colour ?? '#0072b2',
            rules: rulesOf(given),
            edition: 1,
            next: null,
            state: 'matching',
            progress: { done: 1, total: 2 },
            createdAt: now,
            changedAt: now,
          });
        },
        async change(id, change) {
          const found = find(id);
          return keep({ ...found, name: change.name ?? found.name, rules: changeRules(found.rules, change) });
        },
        async remove(id) {
          const found = find(id);
          kept.delete(id);
          tell([id]);
          return found;
        },
        onChange(listener) {
          listeners.add(listener);
          return () => {
            listeners.delete(listener);
          };
        },
      },
    },
  });
  return { ...desk, tell };
}
