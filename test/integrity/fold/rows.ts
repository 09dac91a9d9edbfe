/** Rows of a table as sorted lines of text, `column=value` joined by tabs: easy to compare and to read when they differ. */
export type Rows = readonly string[];

export type Cell = string | number | bigint | boolean | null;

/** One row as text; every engine's spelling of a value is the same here. */
export function rowText(row: Readonly<Record<string, Cell>>): string {
  return Object.entries(row)
    .map(([name, value]) => `${name}=${value === null ? 'NULL' : String(value)}`)
    .join('\t');
}

/** A window's start as the warehouse shows it. */
export function windowText(start: number): string {
  return new Date(start).toISOString().replace('T', ' ').replace('.000Z', '+00');
}

export const GRAINS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export type Grain = keyof typeof GRAINS;

export interface Grouping<T> {
  readonly grain: Grain;
  readonly by: readonly string[];
  readonly where?: (item: T) => boolean;
  readonly measures: Readonly<Record<string, (items: readonly T[]) => Cell>>;
}

/** What groups of items are made of. */
export interface Reading<T> {
  readonly time: (item: T) => number;
  readonly dimensions: (item: T) => Readonly<Record<string, string | boolean>>;
}

/** Groups items by window and dimensions, and folds each group, in plain JavaScript. */
export function foldRows<T>(items: readonly T[], grouping: Grouping<T>, reading: Reading<T>): Rows {
  const groups = new Map<string, { key: Record<string, Cell>; items: T[] }>();
  for (const item of items) {
    if (grouping.where !== undefined && !grouping.where(item)) continue;
    const length = GRAINS[grouping.grain];
    const start = Math.floor(reading.time(item) / length) * length;
    const dimensions = reading.dimensions(item);
    const key: Record<string, Cell> = { window_start: windowText(start) };
    for (const name of grouping.by) key[name] = dimensions[name] ?? 'undefined';
    const text = rowText(key);
    const group = groups.get(text) ?? { key, items: [] };
    group.items.push(item);
    groups.set(text, group);
  }
  return [...groups.values()]
    .map(({ key, items: own }) => rowText({ ...key, ...measure(grouping, own) }))
    .sort();
}

function measure<T>(grouping: Grouping<T>, items: readonly T[]): Record<string, Cell> {
  return Object.fromEntries(Object.entries(grouping.measures).map(([name, of]) => [name, of(items)]));
}

export const countOf = <T>(items: readonly T[], where: (item: T) => boolean = () => true): number =>
  items.filter(where).length;

/** Different values, missing ones aside. */
export const distinctOf = <T>(items: readonly T[], of: (item: T) => string | null): number =>
  new Set(items.map(of).filter((value) => value !== null)).size;

/** The exact sum, missing values aside. */
export function sumOf<T>(items: readonly T[], of: (item: T) => bigint | null): bigint {
  return items.reduce((sum, item) => sum + (of(item) ?? 0n), 0n);
}
