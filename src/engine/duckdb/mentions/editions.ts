import type { Edition, StoredCampaign } from '../../../warehouse/campaigns/contract.ts';

/** What a campaign is matched for: its shown edition, and the next one while that is being made. */
export function editionsOf({ id, edition, rules, next }: StoredCampaign): Edition[] {
  if (next === null) return [{ campaign: id, edition, rules }];
  return [
    { campaign: id, edition, rules: next.shownRules },
    { campaign: id, edition: next.edition, rules },
  ];
}
