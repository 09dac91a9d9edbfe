/** The eight categories, by their variables in style/colours.css: Okabe and Ito's, in a fixed order. */
export const CATEGORIES = 8;

/** Moods have colours of their own, as figures and as members. */
const MOODS: ReadonlyMap<string, string> = new Map(
  ['negative', 'neutral', 'positive'].flatMap((mood) => [
    [mood, `var(--mood-${mood})`],
    [`${mood}_share`, `var(--mood-${mood})`],
  ]),
);
/** The dimension whose members are moods. */
const MOOD = 'sentiment';
const OTHERS = 'var(--category-others)';

const ORDER = Array.from({ length: CATEGORIES }, (_, index) => index);
const KEY = 'crosscurrent.members';
const MAX_REMEMBERED = 400;

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

export type Colours = ReadonlyMap<string, number>;

/**
 * Gives the members of a dimension their colours (0-7). A member keeps the one it has; a new one gets the
 * first that no member has, then the first that none of these has, then the one its name asks for.
 */
export function assignColours(known: Colours, members: readonly string[]): Colours {
  const colours = new Map(known);
  const used = new Set(members.flatMap((member) => known.get(member) ?? []));
  for (const member of members.toSorted()) {
    if (colours.has(member)) continue;
    const taken = new Set(colours.values());
    const colour =
      ORDER.find((c) => !used.has(c) && !taken.has(c)) ??
      ORDER.find((c) => !used.has(c)) ??
      hashOf(member) % CATEGORIES;
    used.add(colour);
    colours.set(member, colour);
  }
  return colours;
}

let remembered: Map<string, Colours> | undefined;

function isPair(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';
}

function recall(): Map<string, Colours> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(stored)) return new Map();
    return new Map(
      stored.flatMap((entry: unknown) =>
        Array.isArray(entry) && typeof entry[0] === 'string' && Array.isArray(entry[1])
          ? [[entry[0], new Map(entry[1].filter(isPair))] as const]
          : [],
      ),
    );
  } catch {
    return new Map();
  }
}

/** The colours of a dimension's members, the same on every page. `var(--category-3)` is the fourth. */
export function coloursOf(dimension: string, members: readonly string[]): ReadonlyMap<string, string> {
  if (dimension === MOOD) return new Map(members.map((member) => [member, MOODS.get(member) ?? OTHERS]));
  remembered ??= recall();
  const known = remembered.get(dimension) ?? new Map<string, number>();
  const colours = members.every((member) => known.has(member)) ? known : assignColours(known, members);
  if (colours !== known && colours.size <= MAX_REMEMBERED) {
    remembered.set(dimension, colours);
    try {
      localStorage.setItem(KEY, JSON.stringify([...remembered].map(([name, map]) => [name, [...map]])));
    } catch {
      // Without storage the colours hold until the page is left.
    }
  }
  return new Map(members.map((member) => [member, `var(--category-${colours.get(member) ?? 0})`]));
}

/** Figures of one report are told apart by their place in it; moods by what they are. */
export function figureColours(figures: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    figures.map((name, index) => [name, MOODS.get(name) ?? `var(--category-${index % CATEGORIES})`]),
  );
}
