import { readFileSync } from 'node:fs';
import { EMPTY_HASH } from '../../../src/enrich/entities/hashing.ts';
import { LONGEST_PHRASE, NAME_LISTS, packPhrase } from '../../../src/enrich/entities/knowledge.ts';
import { makeTokens, readTokens } from '../../../src/enrich/entities/tokens.ts';
import { makeTraits, readForms, stirPhrase } from '../../../src/enrich/entities/traits.ts';

const MOST_TOKENS = 32;

/** The lists of names (gazetteers/, one name per line) as facts of phrases. */
export function readNames(): ReadonlyMap<number, number> {
  const lists = new Map<number, number>();
  const goOn = new Set<number>();
  const tokens = makeTokens(MOST_TOKENS);
  const traits = makeTraits(MOST_TOKENS);
  for (const [number, list] of NAME_LISTS.entries()) {
    const file = readFileSync(new URL(`gazetteers/${list}.txt`, import.meta.url), 'utf8');
    for (const name of file.split('\n')) {
      readTokens(name, 0, tokens);
      readForms(tokens, traits);
      if (tokens.count === 0 || tokens.count > LONGEST_PHRASE) continue;
      let hash = EMPTY_HASH;
      for (let token = 0; token < tokens.count; token += 1) {
        if (token > 0) goOn.add(hash);
        hash = stirPhrase(hash, traits.word[token] ?? 0);
      }
      lists.set(hash, (lists.get(hash) ?? 0) | (1 << number));
    }
  }
  const phrases = new Set([...lists.keys(), ...goOn]);
  return new Map([...phrases].map((hash) => [hash, packPhrase(lists.get(hash) ?? 0, goOn.has(hash))]));
}
