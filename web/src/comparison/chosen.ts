import type { Campaign } from '../api/campaigns.ts';
import { readList, type Search } from '../url-state/search.ts';

/** More campaigns than this cannot be told apart side by side. */
export const MAX_COMPARED = 5;

/** The campaigns that the address names, in its order, and the ids that no campaign has. */
export function chosenIn(
  search: Search,
  campaigns: readonly Campaign[],
): { chosen: readonly Campaign[]; unknown: readonly string[] } {
  const ids = [...new Set(readList(search, 'campaigns'))];
  const found = ids.map((id) => ({ id, campaign: campaigns.find((one) => one.id === id) }));
  return {
    chosen: found.flatMap(({ campaign }) => campaign ?? []).slice(0, MAX_COMPARED),
    unknown: found.filter(({ campaign }) => campaign === undefined).map(({ id }) => id),
  };
}
