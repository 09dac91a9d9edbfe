import { z } from 'zod';
import { CampaignChange, MAX_KEYWORDS, NewCampaign } from '../../enrich/campaigns/rules.ts';
import type { Campaigns } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { instant, wholeNumber } from '../schemas.ts';

const params = z.object({ id: z.string().min(1).max(200) });

const campaign = z.object({
  id: z.string().describe('Made of the name; stays when that changes'),
  name: z.string(),
  any: z.array(z.string()).max(MAX_KEYWORDS),
  none: z.array(z.string()).max(MAX_KEYWORDS),
  language: z.string().nullable(),
  platform: z.string().nullable(),
  from: instant.nullable(),
  to: instant.nullable().describe('Exclusive'),
  colour: z.string(),
  state: z.enum(['ready', 'matching']).describe('`matching` while stored events are looked through'),
  progress: z.object({ done: wholeNumber, total: wholeNumber }).describe('Stored events'),
  mentions: wholeNumber.describe('Posts and articles; of the rules before, while a change is matching'),
  createdAt: instant,
  changedAt: instant,
});

const answered = (about: string) => ({ about, schema: campaign });
const unknown = { about: 'No campaign has this id' };
const unusable = { about: 'It cannot be used, or another one has its name' };

/** Campaigns: reference data that users keep. */
export function campaignRoutes(campaigns: Campaigns): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/campaigns',
      access: 'principal',
      summary: 'Campaigns with their mentions, by name',
      answers: { 200: { about: 'All of them', schema: z.array(campaign) } },
      handle: () => campaigns.list(),
    }),
    route({
      method: 'POST',
      path: '/api/campaigns',
      access: 'principal',
      summary: 'Makes a campaign; stored events are matched in the background, new ones from now on',
      body: NewCampaign,
      answers: { 201: answered('The campaign'), 400: unusable },
      handle: async ({ body, reply }) => {
        const made = await campaigns.create(body);
        reply.code(201);
        return made;
      },
    }),
    route({
      method: 'GET',
      path: '/api/campaigns/{id}',
      access: 'principal',
      summary: 'One campaign',
      params,
      answers: { 200: answered('The campaign'), 404: unknown },
      handle: ({ params: { id } }) => campaigns.show(id),
    }),
    route({
      method: 'PUT',
      path: '/api/campaigns/{id}',
      access: 'principal',
      summary: 'Changes a campaign: what is left out stays. Other rules are matched in the background',
      params,
      body: CampaignChange,
      answers: { 200: answered('The campaign'), 400: unusable, 404: unknown },
      handle: ({ params: { id }, body }) => campaigns.change(id, body),
    }),
    route({
      method: 'DELETE',
      path: '/api/campaigns/{id}',
      access: 'principal',
      summary: 'Removes a campaign and its mentions',
      params,
      answers: { 200: answered('What it was'), 404: unknown },
      handle: ({ params: { id } }) => campaigns.remove(id),
    }),
  ];
}
