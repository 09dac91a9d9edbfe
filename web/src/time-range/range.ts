import {
  DAY,
  dayText,
  endOfBucket,
  floorTo,
  HOUR,
  instantText,
  isDay,
  MINUTE,
  parseInstant,
} from './instant.ts';

/** A half-open interval of epoch milliseconds: `to` is not part of it. -Infinity begins with the oldest data. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What the reader chose. Without a choice each report shows its own default period. */
export type Range =
  | { readonly kind: 'default' }
  | { readonly kind: 'preset'; readonly preset: PresetName }
  | ({ readonly kind: 'between' } & Interval);

export type PresetName = '15m' | '1h' | '24h' | '7d' | '30d' | 'latest-day' | 'today' | 'all';

interface Preset {
  readonly name: PresetName;
  readonly label: string;
  /** For a window that ends now: its length, and the bucket at whose end it ends. */
  readonly last?: { readonly length: number; readonly endsAt: number };
}

export const PRESETS: readonly Preset[] = [
  { name: '15m', label: 'Last 15 minutes', last: { length: 15 * MINUTE, endsAt: MINUTE } },
  { name: '1h', label: 'Last hour', last: { length: HOUR, endsAt: MINUTE } },
  { name: '24h', label: 'Last 24 hours', last: { length: DAY, endsAt: HOUR } },
  // Whole days: what is kept by day can then be shown as asked.
  { name: '7d', label: 'Last 7 days', last: { length: 7 * DAY, endsAt: DAY } },
  { name: '30d', label: 'Last 30 days', last: { length: 30 * DAY, endsAt: DAY } },
  { name: 'today', label: 'Today', last: { length: DAY, endsAt: DAY } },
  { name: 'latest-day', label: 'Latest day with data' },
  { name: 'all', label: 'Everything' },
];

function presetNamed(name: string): Preset | undefined {
  return PRESETS.find((preset) => preset.name === name);
}

/** The range in the search part of an address. What cannot be read is as if it were not there. */
export function readRange(search: Readonly<Record<string, string>>): Range {
  const from = parseInstant(search['from'] ?? '');
  const toText = search['to'] ?? '';
  const end = parseInstant(toText);
  if (from !== undefined && end !== undefined) {
    const to = isDay(toText) ? end + DAY : end;
    if (from < to) return { kind: 'between', from, to };
  }
  const preset = presetNamed(search['range'] ?? '');
  return preset === undefined ? { kind: 'default' } : { kind: 'preset', preset: preset.name };
}

/** The search parameters of a range; a day in `to` is included, as in the API. */
export function writeRange(range: Range): Readonly<Record<'range' | 'from' | 'to', string | undefined>> {
  if (range.kind === 'default') return { range: undefined, from: undefined, to: undefined };
  if (range.kind === 'preset') return { range: range.preset, from: undefined, to: undefined };
  const wholeDays = range.from % DAY === 0 && range.to % DAY === 0;
  if (wholeDays) return { range: undefined, from: dayText(range.from), to: dayText(range.to - DAY) };
  return { range: undefined, from: instantText(range.from), to: instantText(range.to) };
}

/** What a preset depends on, all in epoch ms. */
export interface Moments {
  readonly now: number;
  readonly latestEvent: number | undefined;
  readonly earliestEvent: number | undefined;
}

/** The interval a range stands for at this moment; undefined for the default, which only the reports know. */
export function resolveRange(range: Range, moments: Moments): Interval | undefined {
  if (range.kind === 'default') return undefined;
  if (range.kind === 'between') return { from: range.from, to: range.to };
  const last = presetNamed(range.preset)?.last;
  if (last !== undefined) {
    const to = endOfBucket(moments.now, last.endsAt);
    return { from: to - last.length, to };
  }
  const latest = moments.latestEvent ?? moments.now;
  const to = endOfBucket(latest, DAY);
  if (range.preset === 'latest-day') return { from: to - DAY, to };
  const earliest = moments.earliestEvent;
  return {
    from: earliest === undefined ? Number.NEGATIVE_INFINITY : floorTo(earliest, DAY),
    to: Math.max(to, endOfBucket(moments.now, DAY)),
  };
}

/** Whether the range moves on with the clock. */
export function followsClock(range: Range): boolean {
  return range.kind !== 'between';
}

/** The window before or after, of the same length. A step that reaches now follows the clock again. */
export function stepRange(range: Range, direction: -1 | 1, moments: Moments): Range {
  const base = resolveRange(range.kind === 'default' ? { kind: 'preset', preset: '24h' } : range, moments);
  if (base === undefined || !Number.isFinite(base.from)) return range;
  const length = base.to - base.from;
  const next = { from: base.from + direction * length, to: base.to + direction * length };
  if (direction === 1 && next.from >= moments.now) return liveRange(range, moments);
  if (direction === 1 && next.to > moments.now) return liveRange({ kind: 'between', ...next }, moments);
  return { kind: 'between', ...next };
}

/** The range of the same length that ends now, where a preset has it; else the default. */
export function liveRange(range: Range, moments: Moments): Range {
  if (range.kind !== 'between') return range;
  const length = range.to - range.from;
  const isToday = length === DAY && range.from === floorTo(moments.now, DAY);
  const preset = PRESETS.find(({ name, last }) => last?.length === length && (name !== 'today' || isToday));
  if (isToday) return { kind: 'preset', preset: 'today' };
  return preset === undefined ? { kind: 'default' } : { kind: 'preset', preset: preset.name };
}

/** The interval of the same length before `interval`, over the part of it that has passed at `asOf` (whole minutes). */
export function intervalBefore(interval: Interval, asOf: number): Interval {
  const length = interval.to - interval.from;
  const passed = interval.to > asOf ? floorTo(asOf, MINUTE) - interval.from : length;
  const from = interval.from - length;
  return { from, to: from + Math.max(MINUTE, passed) };
}
