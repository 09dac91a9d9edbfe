import { findEntities } from '../../src/enrich/entities/entities.ts';
import { TYPES } from '../../src/enrich/entities/labels.ts';
import { measureEntities as measureCorpora } from '../training/entities.ts';
import { readPosts } from '../training/sentiment/corpus.ts';
import { grouped, type Measuring, type QualityFigure } from './figure.ts';
import { ratePerCore } from './rate.ts';

const REACH = 42;
const REACH_RATE = 20_000;

/** Span F1 of the entity model, and its speed. */
export function measureEntities({ dataFolder, say }: Measuring): QualityFigure[] {
  say('entities');
  const texts = readPosts(dataFolder, 'dev').map(({ text }) => text);
  const rate = ratePerCore(texts, findEntities);
  const corpora = measureCorpora(dataFolder).map(
    ({ corpus, posts, typed, untyped, byType }): QualityFigure => ({
      what: 'entities PER, ORG, LOC, MISC, span F1',
      measuredOn: `${corpus}, ${grouped(posts)} posts`,
      value: `${typed.f1.toFixed(1)} (precision ${typed.precision.toFixed(1)}, recall ${typed.recall.toFixed(1)}; bounds alone ${untyped.f1.toFixed(1)}; ${TYPES.filter(
        (type) => byType[type].f1 > 0,
      )
        .map((type) => `${type} ${byType[type].f1.toFixed(1)}`)
        .join(', ')})`,
      ...(corpus.startsWith('WNUT17') ? { reach: String(REACH), reached: typed.f1 >= REACH } : {}),
    }),
  );
  return [
    ...corpora,
    {
      what: 'entities',
      measuredOn: 'English posts',
      value: `${grouped(rate)} posts/s a core`,
      reach: grouped(REACH_RATE),
      reached: rate >= REACH_RATE,
    },
  ];
}
