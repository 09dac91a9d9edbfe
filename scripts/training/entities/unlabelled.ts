import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTokens, readTokens, type Tokens } from '../../../src/enrich/entities/tokens.ts';

const MOST_TOKENS = 256;

/** Posts without labels: the texts of the sentiment corpus's training part, tokenised. */
export function* readUnlabelled(dataDir: string): Generator<Tokens> {
  const file = readFileSync(join(dataDir, 'semeval-sentiment', 'train.tsv'), 'utf8');
  const tokens = makeTokens(MOST_TOKENS);
  for (const line of file.split('\n')) {
    const text = unescapeText(line.slice(line.indexOf('\t') + 1));
    if (text === '') continue;
    readTokens(text, 0, tokens);
    yield tokens;
  }
}

/** The corpus has some characters as `\u2019`, and quotes as `\""`. */
function unescapeText(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\?""/g, '"');
}
