import type { PanelInfo } from '../api/types.ts';

/** A chapter of a campaign's page. */
export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly PanelInfo[];
}

/** What the panels of a page about one campaign are set to. */
export interface Subject {
  readonly campaign: string;
  /** Width of the buckets of its lines, where the range of the page does not choose it. */
  readonly grain: string | undefined;
  /** The day with most engagement, as 2026-03-05; undefined until it is known. */
  readonly peak: string | undefined;
  /** The day in words. */
  readonly peakWords: string | undefined;
}

type Draft = Omit<PanelInfo, 'set'> & {
  readonly set?: Readonly<Record<string, string>>;
  readonly onPeak?: true;
};

function isLine({ chart }: Draft): boolean {
  return chart === 'line';
}

const WHAT: readonly Draft[] = [{ report: 'campaign', title: 'In numbers', chart: 'tiles', width: 12 }];

const MUCH: readonly Draft[] = [
  {
    report: 'campaign-days',
    title: 'Posts and people over time',
    chart: 'line',
    width: 12,
    figures: ['posts', 'authors'],
  },
];

const MOOD: readonly Draft[] = [
  { report: 'campaign-sentiment', title: 'Mood', chart: 'bars', width: 4, figures: ['posts'] },
  {
    report: 'campaign-sentiment-days',
    title: 'Mood over time',
    chart: 'line',
    width: 8,
    figures: ['positive', 'neutral', 'negative'],
  },
];

const WHO: readonly Draft[] = [
  {
    report: 'campaign-authors',
    title: 'Influencers by engagement',
    chart: 'table',
    width: 6,
    set: { by: 'engagement' },
  },
  {
    report: 'campaign-authors',
    title: 'Influencers by followers',
    chart: 'table',
    width: 6,
    set: { by: 'followers' },
  },
];

const WHERE: readonly Draft[] = [
  { report: 'campaign-places', title: 'Countries', chart: 'world', width: 6, set: { by: 'country' } },
  {
    report: 'campaign-places',
    title: 'States of the USA',
    chart: 'states',
    width: 6,
    set: { by: 'us_state' },
  },
  {
    report: 'campaign-languages',
    title: 'Languages',
    chart: 'bars',
    width: 6,
    figures: ['posts', 'authors'],
  },
  { report: 'campaign-sources', title: 'Clients', chart: 'bars', width: 6, figures: ['posts', 'authors'] },
];

const SAID: readonly Draft[] = [
  { report: 'campaign-words', title: 'Words', chart: 'words', width: 12 },
  { report: 'campaign-hashtags', title: 'Hashtags', chart: 'bars', width: 6, figures: ['posts', 'authors'] },
  {
    report: 'campaign-entities',
    title: 'People, organisations, places',
    chart: 'bars',
    width: 6,
    set: { limit: '10' },
    figures: ['posts'],
  },
];

const NEWS: readonly Draft[] = [
  {
    report: 'campaign-news',
    title: 'Articles over time',
    chart: 'line',
    width: 12,
    figures: ['articles', 'sources'],
  },
  {
    report: 'campaign-organisations',
    title: 'Organisations',
    chart: 'bars',
    width: 6,
    figures: ['articles'],
    onPeak: true,
  },
  {
    report: 'campaign-locations',
    title: 'Places',
    chart: 'bars',
    width: 6,
    figures: ['articles'],
    onPeak: true,
  },
  {
    report: 'campaign-articles',
    title: 'Articles',
    chart: 'cards',
    width: 12,
    set: { limit: '6' },
    onPeak: true,
  },
];

const POSTS: readonly Draft[] = [
  {
    report: 'campaign-posts',
    title: 'Posts with most reactions',
    chart: 'cards',
    width: 12,
    set: { limit: '10' },
  },
];

/** The chapters of a campaign's page, in the order in which a marketer reads. */
export function chaptersOf(subject: Subject): readonly Chapter[] {
  const { campaign, grain, peak, peakWords } = subject;

  function made(drafts: readonly Draft[]): readonly PanelInfo[] {
    return drafts
      .filter(({ onPeak }) => onPeak === undefined || peak !== undefined)
      .map(({ onPeak, ...draft }) => ({
        ...draft,
        title: onPeak === true ? `${draft.title} on the peak day` : draft.title,
        set: {
          ...draft.set,
          campaign,
          ...(grain !== undefined && isLine(draft) ? { grain } : {}),
          ...(onPeak === true && peak !== undefined ? { from: peak, to: peak } : {}),
        },
      }));
  }

  const peakPanel: Draft = {
    report: 'campaign-peak',
    title: peakWords === undefined ? 'Peak' : `Peak: ${peakWords}`,
    chart: 'tiles',
    width: 12,
  };
  return [
    { id: 'what', title: 'What happened', panels: made([...WHAT, peakPanel]) },
    { id: 'much', title: 'How much', panels: made(MUCH) },
    { id: 'mood', title: 'In which mood', panels: made(MOOD) },
    { id: 'who', title: 'Who', panels: made(WHO) },
    { id: 'where', title: 'Where', panels: made(WHERE) },
    { id: 'said', title: 'What else was said', panels: made(SAID) },
    { id: 'news', title: 'What the news said', panels: made(NEWS) },
    { id: 'posts', title: 'The posts', panels: made(POSTS) },
  ];
}
