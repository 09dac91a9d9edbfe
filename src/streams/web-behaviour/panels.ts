import type { Panel } from '../../stream/panel.ts';
import type { reports } from './reports.ts';

export const panels: readonly Panel<keyof typeof reports>[] = [
  { report: 'totals', title: 'Views and visitors', chart: 'tiles', width: 6 },
  { report: 'session-totals', title: 'Sessions', chart: 'tiles', width: 6 },
  { report: 'traffic', title: 'Traffic', chart: 'line', width: 12 },
  { report: 'top-products', title: 'Top products', chart: 'bars', width: 6 },
  { report: 'top-countries', title: 'Top countries', chart: 'bars', width: 6 },
  { report: 'top-referrers', title: 'Top referrers', chart: 'bars', width: 6, set: { by: 'domain' } },
  { report: 'funnel', title: 'Funnel', chart: 'funnel', width: 6 },
  {
    report: 'sessions',
    title: 'Bounce and conversion',
    chart: 'line',
    width: 12,
    figures: ['bounce_rate', 'conversion_rate'],
  },
  { report: 'activity', title: 'What visitors do', chart: 'bars', width: 6 },
  { report: 'devices', title: 'Devices', chart: 'bars', width: 6, figures: ['events'] },
  { report: 'browser-os-hours', title: 'Browsers by hour', chart: 'heatmap', width: 12 },
  { report: 'campaigns', title: 'Campaigns', chart: 'table', width: 12 },
  { report: 'entry-pages', title: 'Entry pages', chart: 'table', width: 6 },
  { report: 'exit-pages', title: 'Exit pages', chart: 'table', width: 6 },
];
