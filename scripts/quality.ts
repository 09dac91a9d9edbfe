import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureEntities } from './quality/entities.ts';
import type { QualityFigure } from './quality/figure.ts';
import { measureLanguage } from './quality/language.ts';
import { table, withGenerated } from './quality/page.ts';
import { measureSentiment } from './quality/sentiment.ts';
import { measureSuites } from './quality/suites.ts';

/** `npm run quality [-- --data DIR]`: measures the enrichment, prints the figures and writes them into docs/quality.md. */
const root = path.join(import.meta.dirname, '..');
const PAGE = path.join(root, 'docs', 'quality.md');
const DATA = ['semeval-sentiment', 'wnut17', 'broad-twitter-corpus', 'twitter-text-conformance'];

const { values } = parseArgs({
  options: { data: { type: 'string', default: path.join(root, '..', 'shared', 'data') } },
});
const say = (words: string): void => void process.stderr.write(`${words}\n`);

async function measure(dataFolder: string): Promise<readonly QualityFigure[]> {
  const measuring = { dataFolder, say };
  return [
    ...(await measureSuites(root, say)),
    ...measureLanguage(measuring),
    ...measureSentiment(measuring),
    ...measureEntities(measuring),
  ];
}

const missing = DATA.filter((folder) => !existsSync(path.join(values.data, folder)));
if (missing.length > 0) {
  say(`${values.data} has no ${missing.join(', ')}. Say where the data are: npm run quality -- --data DIR`);
  process.exitCode = 2;
} else {
  const figures = table(await measure(values.data));
  const [processor] = os.cpus();
  const where = `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${processor?.model ?? 'unknown processor'}`;
  writeFileSync(PAGE, withGenerated(readFileSync(PAGE, 'utf8'), `${where}:\n\n${figures}`));
  process.stdout.write(`${figures}\n`);
}
