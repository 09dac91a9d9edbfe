import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readTokens, Tokens } from '../../../src/enrich/sentiment/tokens.ts';
import type { LexiconEntries } from '../../../src/enrich/sentiment/weights.ts';

/** Reads VADER's lexicon (word, mean valence, ...): the words that are one token to us, under their hashes. */
export function readLexicon(dataFolder: string): LexiconEntries {
  const lines = readFileSync(path.join(dataFolder, 'vader-lexicon', 'vader_lexicon.txt'), 'utf8').split('\n');
  const tokens = new Tokens();
  const entries = new Map<number, number>();
  for (const line of lines) {
    const [word = '', valence = ''] = line.split('\t');
    readTokens(word, tokens);
    const tenths = Math.round(Number(valence) * 10);
    const hash = tokens.hashes[0] ?? 0;
    if (tokens.count === 1 && tenths !== 0 && hash !== 0 && !entries.has(hash)) entries.set(hash, tenths);
  }
  return { hashes: Int32Array.from(entries.keys()), tenths: Int8Array.from(entries.values()) };
}
