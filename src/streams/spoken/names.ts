import { findEntities } from '../../enrich/entities/entities.ts';
import { PART_SEPARATOR } from '../../stream/elements.ts';

/** The language of the texts that the model has learned from. */
const UNDERSTOOD = 'en';

/** Longer names are none. */
const LONGEST_NAME = 100;

/** Names in an English text, or in one whose language is not known: the type and the name, joined. */
export function namesOf(text: string, language: string | null): string[] {
  if (language !== UNDERSTOOD && language !== null) return [];
  return findEntities(text)
    .filter((one) => one.text.length <= LONGEST_NAME)
    .map((one) => joinParts([one.type, one.text]));
}

/** Several texts as the parts of one. */
export function joinParts(parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll(PART_SEPARATOR, ' ')).join(PART_SEPARATOR);
}
