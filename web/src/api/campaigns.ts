import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { post, request } from './request.ts';

/** How far stored events have been looked through for a campaign. */
export interface MatchProgress {
  readonly done: number;
  readonly total: number;
}

export type MatchState = 'ready' | 'matching';

/** What is looked for, as a user describes it. */
export interface CampaignRules {
  readonly name: string;
  readonly any: readonly string[];
  readonly none: readonly string[];
  readonly language: string | null;
  readonly platform: string | null;
  /** ISO instants or days; of instants `to` is exclusive, a day is included. */
  readonly from: string | null;
  readonly to: string | null;
  /** `#0072b2`. */
  readonly colour: string;
}

export interface Campaign extends CampaignRules {
  readonly id: string;
  readonly state: MatchState;
  readonly progress: MatchProgress;
  readonly mentions: number;
  readonly createdAt: string;
}

/** A step of matching, as the live connection tells it. */
export interface CampaignStep {
  readonly id: string;
  readonly state: MatchState | 'removed';
  readonly progress: MatchProgress;
}

export interface CampaignsMessage {
  readonly campaigns: readonly CampaignStep[];
  readonly now: string;
}

const PATH = '/api/campaigns';

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ signal }) => request<readonly Campaign[]>(PATH, { signal }),
});

/** Makes a campaign. */
export function createCampaign(rules: CampaignRules): Promise<Campaign> {
  return post<Campaign>(PATH, rules);
}

/** Changes a campaign; stored events are matched anew when its rules are other ones. */
export function changeCampaign(id: string, rules: CampaignRules): Promise<Campaign> {
  return request<Campaign>(`${PATH}/${encodeURIComponent(id)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rules),
  });
}

/** Removes a campaign with what it matched; the posts stay. */
export function removeCampaign(id: string): Promise<Campaign> {
  return request<Campaign>(`${PATH}/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

/**
 * Takes steps of matching into the list that pages show.
 * @returns whether a campaign came, went or was finished, so that figures have to be asked for again
 */
export function takeSteps(client: QueryClient, steps: readonly CampaignStep[]): boolean {
  const known = client.getQueryData(campaignsQuery.queryKey) ?? [];
  const byId = new Map(steps.map((step) => [step.id, step]));
  client.setQueryData(
    campaignsQuery.queryKey,
    known.flatMap((campaign) => {
      const step = byId.get(campaign.id);
      if (step === undefined) return [campaign];
      return step.state === 'removed' ? [] : [{ ...campaign, state: step.state, progress: step.progress }];
    }),
  );
  const isNews = steps.some(
    ({ id, state }) => state !== 'matching' || !known.some((campaign) => campaign.id === id),
  );
  if (isNews) void client.invalidateQueries({ queryKey: campaignsQuery.queryKey });
  return isNews;
}
