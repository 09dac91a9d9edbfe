import { type Adapted, type Message, rejected } from '../contract.ts';
import { type Fields, objectOf } from './values.ts';

/** Parses a message as JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Hands a message over as the object it has to be: otherwise it is `not_json` or `not_an_object`. */
export function adaptObject(
  { text }: Message,
  adapt: (message: Fields) => Iterable<Adapted>,
): Iterable<Adapted> {
  const value = parseJson(text);
  if (value === undefined) return [rejected('not_json')];
  const fields = objectOf(value);
  return fields === undefined ? [rejected('not_an_object')] : adapt(fields);
}

/**
 * One of several things that a message holds, as JSON text for a dead letter; undefined (the whole message is kept then)
 * when it is nested so deep that it cannot be written.
 */
export function rawOf(part: unknown): string | undefined {
  try {
    return JSON.stringify(part);
  } catch {
    return undefined;
  }
}
