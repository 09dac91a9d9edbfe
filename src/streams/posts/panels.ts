import type { Panel } from '../../stream/panel.ts';
import type { listings } from './listings.ts';
import type { reports } from './reports.ts';

export const panels: readonly Panel<keyof typeof reports | keyof typeof listings>[] = [
  { report: 'post-totals', title: 'Posts and people', chart: 'tiles', width: 12 },
  { report: 'mentions', title: 'Posts over time', chart: 'line', width: 8, figures: ['posts', 'authors'] },
  { report: 'sentiment', title: 'Mood', chart: 'bars', width: 4, figures: ['posts'] },
  {
    report: 'sentiment-over-time',
    title: 'Mood over time',
    chart: 'line',
    width: 12,
    figures: ['positive', 'neutral', 'negative'],
  },
  { report: 'top-hashtags', title: 'Top hashtags', chart: 'bars', width: 6, figures: ['posts', 'authors'] },
  { report: 'word-cloud', title: 'Words', chart: 'words', width: 6 },
  { report: 'hashtag-pairs', title: 'Hashtags together', chart: 'pairs', width: 6 },
  { report: 'entities', title: 'People, organisations, places', chart: 'bars', width: 6, figures: ['posts'] },
  { report: 'top-influencers', title: 'Influencers by engagement', chart: 'table', width: 6 },
  {
    report: 'top-influencers',
    title: 'Influencers by followers',
    chart: 'table',
    width: 6,
    set: { by: 'followers' },
  },
  { report: 'places', title: 'Countries', chart: 'world', width: 6 },
  { report: 'places', title: 'States of the USA', chart: 'states', width: 6, set: { by: 'us_state' } },
  { report: 'languages', title: 'Languages', chart: 'bars', width: 6, figures: ['posts', 'authors'] },
  { report: 'sources', title: 'Clients', chart: 'bars', width: 6, figures: ['posts', 'authors'] },
  { report: 'top-post', title: 'Most engaging posts', chart: 'cards', width: 6, set: { limit: '3' } },
  { report: 'posts', title: 'Latest posts', chart: 'cards', width: 6, set: { limit: '5' } },
];
