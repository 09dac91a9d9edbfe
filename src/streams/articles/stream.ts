import { defineStream, type StreamDeclaration } from '../../stream/define.ts';
import { columns, derived, elements, extracted } from './columns.ts';
import { panels } from './panels.ts';
import { listings, reports } from './reports.ts';
import { mentions, rollups } from './rollups.ts';
import { simulateArticles } from './simulator.ts';

export const articles: StreamDeclaration = () =>
  defineStream({
    name: 'articles',
    title: 'Articles',
    about: 'What the news says: articles, their mood, subjects, names and places',
    columns,
    id: 'id',
    eventTime: 'published_at',
    extracted,
    derived,
    computed: {},
    elements,
    revisions: { deleted: 'deleted', version: 'version', person: 'author' },
    mentions,
    rollups,
    reports,
    listings,
    panels,
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
