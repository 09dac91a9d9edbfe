import type { Panel } from '../../stream/panel.ts';
import type { reports } from './reports.ts';

export const panels: readonly Panel<keyof typeof reports>[] = [
  { report: 'visitor-leader', title: 'Most visitors in the last 5 minutes', chart: 'tiles', width: 12 },
  { report: 'usage-now', title: 'Usage over time', chart: 'line', width: 12 },
  {
    report: 'channel-rates',
    title: 'Conversion by channel',
    chart: 'bars',
    width: 6,
    figures: ['conversion_mean', 'conversion_ratio'],
  },
  {
    report: 'channel-rates',
    title: 'Bounce by channel',
    chart: 'bars',
    width: 6,
    figures: ['bounce_mean', 'bounce_ratio'],
  },
  { report: 'usage-total', title: 'Usage in sum', chart: 'bars', width: 6 },
  { report: 'transactions', title: 'Sales by channel', chart: 'bars', width: 6 },
  { report: 'top-city-by-usage', title: 'City with most usage', chart: 'table', width: 6 },
  { report: 'top-city-by-sales', title: 'City with most sales', chart: 'table', width: 6 },
];
