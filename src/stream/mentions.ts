import type { Rollup } from './rollup.ts';

/**
 * Events that speak of a campaign. Campaigns are reference data that users keep in the warehouse (words, hashtags,
 * exclusions, language, platform, dates); each event that one matches is kept beside it, one row per
 * (campaign, event) in the table `mentions` of the stream's schema, in the transaction that stores the event.
 * Rollups of mentions are views over that table: nothing has to be merged or subtracted.
 */
export interface Mentions<N extends string = string> {
  readonly about: string;
  /** Where words are looked for, in this order; whole words, Unicode case folded. */
  readonly text: readonly N[];
  /** A list column of hashtags without `#`, case folded. */
  readonly tags: N | undefined;
  readonly language: N | undefined;
  readonly platform: N | undefined;
  /** Columns kept with each mention, besides the id and the event time. */
  readonly keep: readonly N[];
  /** Over `campaign` and the columns that are kept. */
  readonly rollups: Readonly<Record<string, Rollup>>;
}

/** The dimension that every rollup of mentions may have: the campaign's id. */
export const CAMPAIGN_DIMENSION = 'campaign';
