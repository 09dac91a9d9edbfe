import { SENTIMENT_MODEL, scoreSentiment } from '../../src/enrich/sentiment/sentiment.ts';
import { readPosts, sharedWith } from '../training/sentiment/corpus.ts';
import { measureRecall } from '../training/sentiment/measure.ts';
import { recallsInWords } from '../training/sentiment/report.ts';
import { grouped, type Measuring, type QualityFigure } from './figure.ts';
import { ratePerCore } from './rate.ts';

const REACH = 0.75;
const REACH_RATE = 50_000;

/** Macro-averaged recall of the sentiment model, and its speed. */
export function measureSentiment({ dataFolder, say }: Measuring): QualityFigure[] {
  say('sentiment');
  const train = readPosts(dataFolder, 'train');
  const dev = readPosts(dataFolder, 'dev');
  const isKnown = sharedWith(dev, train);
  const classify = (text: string) => scoreSentiment(text).sentiment;
  const all = measureRecall(dev, classify);
  const unseen = measureRecall(
    dev.filter((_, index) => isKnown[index] !== true),
    classify,
  );
  const what = `sentiment (\`${SENTIMENT_MODEL}\`), macro-averaged recall`;
  const inWords = (recall: typeof all): string =>
    `${(recall.macro * 100).toFixed(1)} (negative / neutral / positive ${recallsInWords(recall)})`;
  const rate = ratePerCore(
    train.map(({ text }) => text),
    scoreSentiment,
  );
  return [
    {
      what,
      measuredOn: `\`dev.tsv\`, ${grouped(dev.length)} posts, of which ${dev.length - unseen.posts} are in \`train.tsv\` too`,
      value: inWords(all),
      reach: '75',
      reached: all.macro >= REACH,
    },
    {
      what,
      measuredOn: `the ${grouped(unseen.posts)} posts of \`dev.tsv\` that it was not trained on`,
      value: inWords(unseen),
    },
    {
      what: 'sentiment',
      measuredOn: 'English posts',
      value: `${grouped(rate)} posts/s a core`,
      reach: `${grouped(REACH_RATE)}`,
      reached: rate >= REACH_RATE,
    },
  ];
}
