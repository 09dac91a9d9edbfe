import { LINK, MENTION, type Tokens } from '../../../src/enrich/entities/tokens.ts';
import type { Sentence } from './corpus.ts';

/** A way of writing a whole line. */
export type Recasing = 'title' | 'lower' | 'upper';

/** The same post as a headline writer, a person in a hurry or a shouting person would have written it. */
export function recase(sentence: Sentence, recasing: Recasing): Sentence {
  return { ...sentence, tokens: { ...sentence.tokens, text: recaseText(sentence.tokens, recasing) } };
}

function recaseText(tokens: Tokens, recasing: Recasing): string {
  const units = tokens.text.split('');
  for (let token = 0; token < tokens.count; token += 1) {
    const kind = tokens.kind[token];
    if (kind === MENTION || kind === LINK) continue;
    const start = tokens.start[token] ?? 0;
    const end = recasing === 'title' ? start + 1 : (tokens.end[token] ?? 0);
    for (let at = start; at < end; at += 1) units[at] = recaseUnit(units[at] ?? '', recasing);
  }
  return units.join('');
}

/** Offsets stay as they are: `ß` is not written `SS`. */
function recaseUnit(unit: string, recasing: Recasing): string {
  const other = recasing === 'lower' ? unit.toLowerCase() : unit.toUpperCase();
  return other.length === 1 ? other : unit;
}
