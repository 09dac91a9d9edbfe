import { PART_SEPARATOR } from '../stream/elements.ts';
import type { Cell } from './answer.ts';

/** A cell as one text: the texts of a list with commas between them, their parts with a stroke. */
export function listWords(value: Cell): string {
  return Array.isArray(value)
    ? value.map((one) => one.replaceAll(PART_SEPARATOR, ' / ')).join(', ')
    : String(value);
}

/** An instant without what it always has. */
export function timeWords(instant: string): string {
  return instant.replace('T', ' ').replace(/(:00)?Z$/, '');
}

/** Control, format and line-separating characters as `\u{...}`: none of them may reach a terminal. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  );
}

/** Columns that a text takes in a terminal: two for East Asian wide characters and emoji, none for marks. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mn}|\p{Me}/u.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
