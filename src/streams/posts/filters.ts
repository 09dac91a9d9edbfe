/** What every report of posts can be narrowed to. */
export const filters = {
  platform: {
    kind: 'equals',
    dimension: 'platform',
    required: false,
    about: 'Only posts of this platform',
    example: 'bluesky',
  },
  language: {
    kind: 'equals',
    dimension: 'language',
    required: false,
    about: 'Only posts in this language, as ISO 639-1',
    example: 'en',
  },
} as const;

/** The campaign that a report is about. */
export const campaign = {
  kind: 'equals',
  dimension: 'campaign',
  required: true,
  about: 'The campaign’s id',
  example: 'summer-sale',
} as const;

/** A report of one campaign can be narrowed likewise. */
export const ofCampaign = { campaign, ...filters } as const;
