import { findEntities } from '../../src/enrich/entities/entities.ts';
import { readPosts } from '../training/sentiment/corpus.ts';
import { grouped, type Measuring, type QualityFigure } from './figure.ts';
import { ratePerCore } from './rate.ts';

const REACH_RATE = 20_000;

/** Span F1 of the entity model, and its speed. */
export function measureEntities({ dataFolder, say }: Measuring): QualityFigure[] {
  say('entities');
  const texts = readPosts(dataFolder, 'dev').map(({ text }) => text);
  const rate = ratePerCore(texts, findEntities);
  return [
    {
      what: 'entities',
      measuredOn: 'English posts',
      value: `${grouped(rate)} posts/s a core`,
      reach: grouped(REACH_RATE),
      reached: rate >= REACH_RATE,
    },
  ];
}
