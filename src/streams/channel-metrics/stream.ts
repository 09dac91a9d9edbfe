import { defineStream, type StreamDeclaration } from '../../stream/define.ts';
import { columns, computed, derived } from './columns.ts';
import { panels } from './panels.ts';
import { reports } from './reports.ts';
import { rollups } from './rollups.ts';
import { simulateChannelMetrics } from './simulator.ts';

export const channelMetrics: StreamDeclaration = () =>
  defineStream({
    name: 'channel-metrics',
    title: 'Channel metrics',
    about: 'What each social channel brings to each city: usage, visitors, conversions and sales',
    columns,
    id: 'id',
    eventTime: 'ts',
    extracted: {},
    derived,
    computed,
    rollups,
    reports,
    panels,
    simulator: simulateChannelMetrics,
    demoRate: 0.5,
    example: {
      id: 'example-1',
      city: 'Jakarta',
      social_media: 'Instagram',
      usage_count: 820,
      sales: 96,
      visitors: 607,
      page_visitors: 125,
      conversion: 434,
      ts: 1767225600,
    },
  });
