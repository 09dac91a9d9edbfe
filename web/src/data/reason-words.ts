const WORDS: Readonly<Record<string, string>> = {
  not_json: 'not valid JSON',
  not_an_object: 'JSON, but not an object',
  in_the_future: 'more than 24 hours ahead of the clock',
  line_too_long: 'longer than 16 MiB',
  not_utf8: 'not valid UTF-8',
  not_a_row: 'does not fit its format',
};

/** A rejection's reason in words; a reason this page does not know stands as it is. */
export function reasonWords(reason: string): string {
  const colon = reason.indexOf(':');
  const field = reason.slice(colon + 1);
  if (colon > 0 && reason.startsWith('missing:')) return `${field} is missing`;
  if (colon > 0 && reason.startsWith('bad:')) return `${field} has an unusable value`;
  return WORDS[reason] ?? reason;
}
