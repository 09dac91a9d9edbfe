import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MODEL_FILE } from '../src/enrich/sentiment/sentiment.ts';
import { trainEntities } from './training/entities.ts';
import { dateInCard, sentimentCard } from './training/sentiment/card.ts';
import { trainAndMeasure } from './training/sentiment/report.ts';

/**
 * `npm run train [-- sentiment|entities] [-- --data DIR]`: trains the models of the enrichment again. The same data give the same
 * bytes; the date in a card changes only when its model does.
 */
const root = path.join(import.meta.dirname, '..');
const say = (words: string): void => void process.stdout.write(`${words}\n`);

function trainSentimentModel(dataFolder: string): void {
  const report = trainAndMeasure(dataFolder, say);
  const cardFile = new URL('./model-card.md', MODEL_FILE);
  const before = existsSync(cardFile) ? readFileSync(cardFile, 'utf8') : '';
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(MODEL_FILE, report.bytes);
  writeFileSync(cardFile, sentimentCard(report, dateInCard(before, report.checksum) ?? today));
  say(`sentiment: ${report.bytes.length} bytes, SHA-256 ${report.checksum}`);
  say(`sentiment: macro-averaged recall ${(report.heldOut.macro * 100).toFixed(1)} on unseen posts`);
}

function trainEntityModel(dataFolder: string): void {
  say('entities: training');
  trainEntities(dataFolder);
}

/** What can be trained, and what it needs of the data folder. */
const MODELS: Readonly<Record<string, { needs: readonly string[]; train: (data: string) => void }>> = {
  sentiment: { needs: ['semeval-sentiment', 'vader-lexicon'], train: trainSentimentModel },
  entities: { needs: ['wnut17', 'broad-twitter-corpus', 'semeval-sentiment'], train: trainEntityModel },
};

const { values, positionals } = parseArgs({
  options: { data: { type: 'string', default: path.join(root, '..', 'shared', 'data') } },
  allowPositionals: true,
});

for (const name of positionals.length > 0 ? positionals : Object.keys(MODELS)) {
  const model = MODELS[name];
  const missing = model?.needs.find((folder) => !existsSync(path.join(values.data, folder)));
  if (model !== undefined && missing === undefined) {
    model.train(values.data);
    continue;
  }
  process.stderr.write(
    model === undefined
      ? `There is no model ${name}; there are ${Object.keys(MODELS).join(', ')}.\n`
      : `${name} needs the folder ${missing} in ${values.data}. Say where the data are: npm run train -- --data DIR\n`,
  );
  process.exitCode = 2;
}
