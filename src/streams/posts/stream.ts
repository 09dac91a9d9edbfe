import { defineStream, type StreamDeclaration } from '../../stream/define.ts';
import { campaignReports } from './campaign-reports.ts';
import { columns, computed, derived, extracted } from './columns.ts';
import { elements } from './elements.ts';
import { listings } from './listings.ts';
import { mentions } from './mentions.ts';
import { panels } from './panels.ts';
import { reports } from './reports.ts';
import { rollups } from './rollups.ts';
import { simulatePosts } from './simulator.ts';

export const posts: StreamDeclaration = () =>
  defineStream({
    name: 'posts',
    title: 'Posts',
    about: 'What people say: posts of any platform, their mood, subjects, names and places',
    columns,
    id: 'id',
    eventTime: 'created_at',
    extracted,
    derived,
    computed,
    bots: 'is_bot',
    elements,
    revisions: { deleted: 'deleted', version: 'version', person: 'author_id' },
    mentions,
    rollups,
    reports: { ...reports, ...campaignReports },
    listings,
    panels,
    simulator: simulatePosts,
    demoRate: 2,
    example: {
      id: 'example-1',
      platform: 'mastodon',
      author_id: '12',
      author_name: 'Ann',
      author_followers: 250,
      text: 'The new lamp from #Lumera has finally arrived in Berlin, and I love it!',
      lang: 'en',
      created_at: '2026-01-01T00:00:00Z',
      location: 'Berlin, Germany',
      likes: 3,
    },
  });
