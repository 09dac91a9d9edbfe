/** How much JSON text is read, in UTF-16 units; a longer one counts as broken. */
export const MAX_OPTIONS_LENGTH = 65_536;

/** One chosen option of a product. */
interface Option {
  readonly option_id: string | null;
  readonly option_label: string | null;
  readonly value_id?: string;
  readonly value_label?: string;
}

/**
 * The chosen options of a product as JSON text of an array of `{option_id, option_label, value_id?, value_label?}`.
 *
 * Takes an array, one object, either of them again as a JSON string, or nothing (`""`, `null`, `false`, an empty or
 * missing text), which is `[]`. Ids and labels may be numbers and become text; other members are dropped.
 * Null for broken JSON, another kind of value, and an element that is no object or has neither `option_id` nor `option_label`.
 * Never throws.
 */
export function normaliseOptions(json: string | null): string | null {
  if (json === null || json.trim() === '') return '[]';
  if (json.length > MAX_OPTIONS_LENGTH) return null;
  const parsed = readJson(json);
  const value = typeof parsed === 'string' && parsed.trim() !== '' ? readJson(parsed) : parsed;
  if (value === null || value === false || value === '') return '[]';
  if (typeof value === 'string') return value.trim() === '' ? '[]' : null;
  const options = (Array.isArray(value) ? value : [value]).map(toOption);
  return options.includes(null) ? null : JSON.stringify(options);
}

/** Undefined for broken JSON; numbers beyond 2^53 keep their digits. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text, exactNumber);
  } catch {
    return undefined;
  }
}

/** A whole number too big for a double stays the text it was written as. */
function exactNumber(_key: string, value: unknown, ...rest: readonly unknown[]): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const [context] = rest;
  return isMembers(context) && typeof context['source'] === 'string' ? context['source'] : value;
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toOption(value: unknown): Option | null {
  if (!isMembers(value)) return null;
  const option_id = textOf(value, 'option_id');
  const option_label = textOf(value, 'option_label');
  if (option_id === null && option_label === null) return null;
  const value_id = textOf(value, 'value_id');
  const value_label = textOf(value, 'value_label');
  return {
    option_id,
    option_label,
    ...(value_id === null ? {} : { value_id }),
    ...(value_label === null ? {} : { value_label }),
  };
}

function textOf(members: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = Object.hasOwn(members, name) ? members[name] : null;
  if (typeof value === 'string') return value.replaceAll('\0', '\ufffd').toWellFormed();
  return typeof value === 'number' ? String(value) : null;
}
