/** The state of a view: every part is text in the search part of the address. */
export type Search = Readonly<Record<string, string>>;
export type Patch = Readonly<Record<string, string | undefined>>;

/** Reads `?a=1&b=2` as text; the first of several values counts. */
export function parseSearch(text: string): Search {
  const search: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    if (!Object.hasOwn(search, key)) {
      Object.defineProperty(search, key, { value, enumerable: true, writable: true, configurable: true });
    }
  }
  return search;
}

/** Writes the state so that times and names stay readable in an address. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(search).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  if (pairs.length === 0) return '';
  const text = new URLSearchParams(pairs).toString();
  return `?${text.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%7E', '~')}`;
}

/** The state with some parts changed; `undefined` takes a part away. */
export function patched(search: Search, patch: Patch): Search {
  const next = Object.entries({ ...search, ...patch });
  return Object.fromEntries(next.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** A list kept in one part, as `a,b`. */
export function readList(search: Search, key: string): readonly string[] {
  return (search[key] ?? '').split(',').filter((one) => one !== '');
}

/** The list with a member put in, or taken out when it is there. */
export function toggled(list: readonly string[], member: string): string | undefined {
  const next = list.includes(member) ? list.filter((one) => one !== member) : [...list, member];
  return next.length === 0 ? undefined : next.join(',');
}

/** The parts that begin with `prefix.`, without it. */
export function partsOf(search: Search, prefix: string): Search {
  const start = `${prefix}.`;
  return Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      key.startsWith(start) ? [[key.slice(start.length), value]] : [],
    ),
  );
}

/** Parts that go along from page to page: the range and the filters. */
export function carried(search: Search): Search {
  const kept = ['range', 'from', 'to', 'bots', 'platform', 'language'];
  return Object.fromEntries(Object.entries(search).filter(([key]) => kept.includes(key)));
}
