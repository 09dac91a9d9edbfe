import type { SentimentScorer } from '../../enrich/sentiment/model.ts';
import { sentimentScorer } from '../../enrich/sentiment/scorer.ts';
import { defineStream, type StreamDeclaration } from '../../stream/define.ts';
import { MOOD_SETTINGS } from '../spoken/mood.ts';
import { columns, derived, elements, extracted } from './columns.ts';
import { panels } from './panels.ts';
import { listings, reports } from './reports.ts';
import { mentions, rollups } from './rollups.ts';
import { simulateArticles } from './simulator.ts';
import { articleMood } from './told.ts';

export const articles: StreamDeclaration = (settings) =>
  declare(sentimentScorer(String(settings['articles']?.['sentiment-model'] ?? '')));

const declare = (scorer: SentimentScorer) =>
  defineStream({
    name: 'articles',
    title: 'Articles',
    about: 'What the news says: articles, their mood, subjects, names and places',
    columns,
    id: 'id',
    eventTime: 'published_at',
    extracted,
    derived: { ...derived, mood: { ...derived.mood, by: (told) => articleMood(told, scorer) } },
    computed: {},
    elements,
    revisions: { deleted: 'deleted', version: 'version', person: 'author' },
    mentions,
    rollups,
    reports,
    listings,
    panels,
    settings: MOOD_SETTINGS,
    simulator: simulateArticles,
    demoRate: 0.2,
    example: {
      id: 'example-1',
      source_name: 'The Example Times',
      author: 'Ann Example',
      title: 'Lumera opens a new store in Berlin',
      description: 'The maker of lamps has opened its tenth store in Germany.',
      url: 'https://news.example/lumera-berlin',
      published_at: '2026-01-01T00:00:00Z',
      lang: 'en',
    },
  });
