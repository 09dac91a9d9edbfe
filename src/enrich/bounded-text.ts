/**
 * The beginning of a text, safe to keep: at most `max` UTF-16 units, no half of a surrogate pair, no NUL
 * (PostgreSQL refuses it in text). What replaces a bad character is U+FFFD.
 */
export function boundedText(text: string, max: number): string {
  const head = text.length > max ? text.slice(0, endOfWhole(text, max)) : text;
  return (head.includes('\0') ? head.replaceAll('\0', '\ufffd') : head).toWellFormed();
}

/** Like `boundedText`, trimmed; null for an empty text. */
export function boundedTextOrNull(text: string | null, max: number): string | null {
  if (text === null) return null;
  const bounded = boundedText(text, max).trim();
  return bounded === '' ? null : bounded;
}

function endOfWhole(text: string, max: number): number {
  const last = text.charCodeAt(max - 1);
  return last >= 0xd800 && last <= 0xdbff ? max - 1 : max;
}
