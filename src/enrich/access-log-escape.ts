const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  v: '\v',
  f: '\f',
  a: '\x07',
};

/**
 * Undoes the escapes of Apache (`\"`, `\\`, `\n`, `\xhh`) and nginx (`\x22`). Runs of `\xhh` are bytes of UTF-8; those that are
 * none, and NUL, become U+FFFD. An escape that is none of these stays as it is.
 */
export function unescapeLogText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /(?:\\x[0-9a-fA-F]{2})+|\\(["\\nrtbvfa])/g,
    (run: string, simple: string | undefined) => {
      if (simple !== undefined) return SIMPLE[simple] ?? simple;
      return Buffer.from(run.replaceAll('\\x', ''), 'hex').toString('utf8').replaceAll('\0', '\ufffd');
    },
  );
}
