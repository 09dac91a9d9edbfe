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
  const end = scanValue(scanned(text), start, take);
  if (end === 'broken') return null;
  if (end === 'open') return [oneLine(text.slice(start).trim())];
  return skipSpace(text, end) === text.length ? elements : null;
}

/** Values one after the other, at least one of them over several lines. */
function splitSequence(text: string, start: number): readonly string[] | null {
  const values: string[] = [];
  const whole = scanned(text);
  for (let at = start; at < text.length; at = skipSpace(text, at)) {
    if (text[at] !== '{') return null;
    const end = scanValue(whole, at);
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

const [QUOTE, BACKSLASH, COMMA] = [34, 92, 44];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/**
 * Finds the end of the object or array at `start`: the index behind it, `open` when it does not end, `broken` when a
 * line break stands within a string, which no JSON has.
 * @param onCut called for each comma of the outermost level, and for its end
 */
function scanValue(
  { text, hasBreak }: Scanned,
  start: number,
  onCut: (at: number) => void = () => undefined,
): number | 'open' | 'broken' {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = stringEnd(text, at);
      if (hasBreak(at, end)) return 'broken';
      at = end;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      depth -= 1;
      if (depth === 0) {
        onCut(at);
        return at + 1;
      }
    } else if (code === COMMA && depth === 1) onCut(at);
  }
  return 'open';
}

/** The index of the quote that ends the string at `start`; the text's length when none does. */
function stringEnd(text: string, start: number): number {
  for (let at = start; ; ) {
    at = text.indexOf('"', at + 1);
    if (at < 0) return text.length;
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
}

interface Scanned {
  readonly text: string;
  /** Whether a line break stands between two places; asked from left to right. */
  readonly hasBreak: (from: number, to: number) => boolean;
}

function scanned(text: string): Scanned {
  const next = (char: string, from: number) => {
    const at = text.indexOf(char, from);
    return at < 0 ? text.length : at;
  };
  let lineFeed = -1;
  let carriageReturn = -1;
  const hasBreak = (from: number, to: number) => {
    if (lineFeed < from) lineFeed = next('\n', from);
    if (carriageReturn < from) carriageReturn = next('\r', from);
    return lineFeed < to || carriageReturn < to;
  };
  return { text, hasBreak };
}
