import type { Beginning } from '../contract.ts';
import { parseJson } from '../wire/json-message.ts';
import { eventsIn, looksLikeEvents } from './event-text.ts';
import { withoutBom } from './format.ts';

/** What can be told of an input from its first bytes. */
export function beginningOf(head: Buffer): Beginning {
  const text = withoutBom(head).toString('utf8').trimStart();
  if (!looksLikeEvents(text)) return { text, value: firstValue(text), event: undefined };
  const [first] = eventsIn(text);
  return { text, value: firstValue(first?.data ?? ''), event: first?.event };
}

/** What is nested deeper is not looked into. */
const MAX_OPEN = 100;

const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/**
 * The first value of what begins as JSON: the element when an array begins. One whose end is missing is taken up to the
 * last comma and closed there, which is enough to recognise it. Undefined when it is no JSON.
 */
export function firstValue(text: string): unknown {
  const begin = /^\s*\[\s*(?=[{[])/.exec(text)?.[0].length ?? 0;
  if (text[begin] !== '{' && text[begin] !== '[') return undefined;
  const open: string[] = [];
  /** Where the last comma lies, and what was open there. */
  let comma = { at: begin, closers: '' };
  for (let at = begin; at < text.length; at += 1) {
    const character = text[at] ?? '';
    const closer = CLOSERS[character];
    if (character === '"') at = endOfString(text, at);
    else if (closer !== undefined) open.push(closer);
    else if (character === ',')
      comma = { at, closers: open.length > MAX_OPEN ? '' : open.toReversed().join('') };
    else if (character === '}' || character === ']') {
      if (open.pop() !== character) return undefined;
      if (open.length === 0) return parseJson(text.slice(begin, at + 1));
    }
  }
  return parseJson(text.slice(begin, comma.at) + comma.closers);
}

/** Position of the closing quote; the end of the text when there is none. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
