/**
 * The elements of list columns as dimensions: a rollup by an element counts an event once for each
 * text of the list (the list is unnested), and an event with an empty list not at all.
 */
export interface Element<N extends string = string> {
  /** The list column. */
  readonly list: N;
  /** Which part of the text it is, from 0: texts of several parts have `PART_SEPARATOR` between them. */
  readonly part: number | undefined;
  readonly about: string;
}

/** The list columns that a rollup by these dimensions goes through: each is unnested once, whatever names it. */
export function listsOf(
  elements: Readonly<Record<string, Element>>,
  dimensions: readonly string[],
): readonly string[] {
  const lists = dimensions.flatMap((name) => {
    const found = Object.hasOwn(elements, name) ? elements[name] : undefined;
    return found === undefined ? [] : [found.list];
  });
  return [...new Set(lists)].sort();
}

/** Unit separator (U+001F): parts of one text of a list. */
export const PART_SEPARATOR = '\u001f';

/** A dimension that goes through the texts of a list; with `part`, through the first or a later part of each. */
export function element<const N extends string>(list: N, about: string, part?: number): Element<N> {
  return { list, about, part };
}
