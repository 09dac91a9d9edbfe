import type { SentimentScorer } from '../../enrich/sentiment/model.ts';
import { sentimentScorer } from '../../enrich/sentiment/scorer.ts';
import { defineStream, type StreamDeclaration } from '../../stream/define.ts';
import { MOOD_SETTINGS } from '../spoken/mood.ts';
import { campaignReports } from './campaign-reports.ts';
import { columns, computed, derived, extracted } from './columns.ts';
import { elements } from './elements.ts';
import { listings } from './listings.ts';
import { mentions } from './mentions.ts';
import { panels } from './panels.ts';
import { reports } from './reports.ts';
import { rollups } from './rollups.ts';
import { postMood } from './said.ts';
import { simulatePosts } from './simulator.ts';

export const posts: StreamDeclaration = (settings) =>
  declare(sentimentScorer(String(settings['posts']?.['sentiment-model'] ?? '')));

const declare = (scorer: SentimentScorer) =>
  defineStream({
    name: 'posts',
    title: 'Posts',
    about: 'What people say: posts of any platform, their mood, subjects, names and places',
    columns,
    id: 'id',
    eventTime: 'created_at',
    extracted,
    derived: { ...derived, mood: { ...derived.mood, by: (said) => postMood(said, scorer) } },
    computed,
    bots: 'is_bot',
    elements,
    revisions: { deleted: 'deleted', version: 'version', person: 'author_id' },
    mentions,
    rollups,
    reports: { ...reports, ...campaignReports },
    listings,
    panels,
    settings: MOOD_SETTINGS,
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
