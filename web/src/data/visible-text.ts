/** Characters that would hide, reorder or break what a reader sees: controls, and marks of direction. */
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;
const KEPT = ['\n', '\t'];

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** Text from outside with everything invisible made visible, as `[U+202E]`. Line breaks and tabs stay. */
export function visibleText(raw: string): string {
  return raw
    .replaceAll('\r\n', '\n')
    .replace(UNSEEN, (character) => (KEPT.includes(character) ? character : `[U+${codeOf(character)}]`));
}
