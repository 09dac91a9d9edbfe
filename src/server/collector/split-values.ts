import { checkLines } from './limits.ts';

/**
 * Cuts a text into its JSON values, when it is not NDJSON already: the elements of one array, or values that are
 * spread over several lines. Nothing is parsed or written anew, so that numbers stay as they were sent:
 * a line break between two tokens becomes a space, which JSON does not tell apart.
 *
 * Whether a value is valid is not judged here. Null means: take the text line by line.
 */
export function splitValues(text: string): readonly string[] | null {
  const start = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  const first = text[start];
  if (first === '[') return splitArray(text, start);
  // The plain case, one event on one line, is not looked at any further.
  const lineEnd = text.indexOf('\n', start);
  if (first !== '{' || lineEnd < 0 || skipSpace(text, lineEnd) === text.length) return null;
  return splitSequence(text, start);
}

function splitArray(text: string, start: number): readonly string[] | null {
  const elements: string[] = [];
  let from = start + 1;
  const take = (to: number) => {
    const element = text.slice(from, to).trim();
    if (element !== '') elements.push(oneLine(element));
    checkLines(elements.length);
    from = to + 1;
  };
  const end = scanValue(text, start, take);
  if (end === 'broken') return null;
  if (end === 'open') return [oneLine(text.slice(start).trim())];
  return skipSpace(text, end) === text.length ? elements : null;
}

/** Values one after the other, at least one of them over several lines. */
function splitSequence(text: string, start: number): readonly string[] | null {
  const values: string[] = [];
  for (let at = start; at < text.length; at = skipSpace(text, at)) {
    if (text[at] !== '{') return null;
    const end = scanValue(text, at);
    if (end === 'broken') return null;
    if (end === 'open') return holdsWholeLine(text) ? null : [oneLine(text.slice(start).trim())];
    const value = text.slice(at, end);
    // The first value ends on its own line: this is NDJSON.
    if (values.length === 0 && !value.includes('\n')) return null;
    values.push(oneLine(value));
    checkLines(values.length);
    at = end;
  }
  return values;
}

/** A text that never closes is one broken value, unless some line of it could be an event of its own. */
function holdsWholeLine(text: string): boolean {
  return /^\{.+\}\r?$/m.test(text);
}

function oneLine(value: string): string {
  return /[\r\n]/.test(value) ? value.replace(/[\r\n]/g, ' ') : value;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/**
 * Finds the end of the object or array at `start`: the index behind it, `open` when it does not end, `broken` when a
 * line break stands within a string, which no JSON has.
 * @param onCut called for each comma of the outermost level, and for its end
 */
function scanValue(
  text: string,
  start: number,
  onCut: (at: number) => void = () => undefined,
): number | 'open' | 'broken' {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') {
      const end = stringEnd(text, at);
      if (end === 'broken') return 'broken';
      if (end < 0) return 'open';
      at = end;
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) {
        onCut(at);
        return at + 1;
      }
    } else if (char === ',' && depth === 1) onCut(at);
  }
  return 'open';
}

/** The index of the quote that ends the string at `start`, or -1. */
function stringEnd(text: string, start: number): number | 'broken' {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) return at;
    if (code === 10 || code === 13) return 'broken';
    if (code === 92) at += 1;
  }
  return -1;
}
