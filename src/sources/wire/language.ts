import { textOf } from './values.ts';

/** Codes that say that there is no language, or none that is known (ISO 639-2, and the private ones of X). */
const NO_LANGUAGE = /^(?:und|zxx|mis|mul|art|q[a-t][a-z])$/i;

/** A language tag as a source gave it, undefined when it stands for no language. */
export function languageOf(value: unknown): string | undefined {
  const tag = textOf(value)?.trim();
  return tag === undefined || tag === '' || NO_LANGUAGE.test(tag) ? undefined : tag;
}
