/** A label beside the end of a line. */
export interface EndLabel {
  readonly key: string;
  /** Where the line ends. */
  readonly wanted: number;
  /** Where the label stands, in the same pixels. */
  readonly y: number;
}

/**
 * Places labels beside the ends of their lines so that none covers another: pushed down in order,
 * then the whole pile back up where it would leave the plot.
 */
export function placeLabels(
  ends: readonly { key: string; y: number }[],
  room: { top: number; bottom: number; height: number },
): readonly EndLabel[] {
  const placed: EndLabel[] = [];
  let free = room.top;
  for (const { key, y } of ends.toSorted((a, b) => a.y - b.y || (a.key < b.key ? -1 : 1))) {
    const at = Math.max(free, y);
    placed.push({ key, wanted: y, y: at });
    free = at + room.height;
  }
  let limit = room.bottom;
  return placed
    .toReversed()
    .map((label) => {
      const y = Math.min(label.y, limit);
      limit = y - room.height;
      return { ...label, y };
    })
    .toReversed();
}
