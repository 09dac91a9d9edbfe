import { detectLanguage, languageFromTag } from './language.ts';

/** One language is remembered: several functions ask about the same text one after the other. */
let last: { readonly tag: string; readonly text: string; readonly language: string | null } | null = null;

/** The language of a text: the one that its source names, or else the one that its letters show; null when neither does. */
export function spokenLanguage(tag: string, text: string): string | null {
  if (last !== null && last.text === text && last.tag === tag) return last.language;
  const language = (tag === '' ? null : languageFromTag(tag)) ?? detectLanguage(text);
  last = { tag, text, language };
  return language;
}
