import type { Panel } from '../../stream/panel.ts';
import type { listings, reports } from './reports.ts';

export const panels: readonly Panel<keyof typeof reports | keyof typeof listings>[] = [
  {
    report: 'articles-over-time',
    title: 'Articles over time',
    chart: 'line',
    width: 12,
    figures: ['articles', 'sources'],
  },
  { report: 'top-organisations', title: 'Organisations', chart: 'bars', width: 6 },
  { report: 'top-locations', title: 'Places', chart: 'bars', width: 6 },
  { report: 'article-words', title: 'Words', chart: 'words', width: 6 },
  { report: 'article-sources', title: 'Papers', chart: 'bars', width: 6, figures: ['articles'] },
  { report: 'articles', title: 'Latest articles', chart: 'cards', width: 12, set: { limit: '6' } },
];
