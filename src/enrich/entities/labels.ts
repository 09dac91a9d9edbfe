/** What an entity is: a person, an organisation, a place, or another named thing (a product, a film, a song, a game). */
export type EntityType = 'PER' | 'ORG' | 'LOC' | 'MISC';

export const TYPES: readonly EntityType[] = ['PER', 'ORG', 'LOC', 'MISC'];

/** Labels of tokens: 0 is outside; 1 + 2t begins an entity of type number t, 2 + 2t goes on with it. */
export const OUTSIDE = 0;
export const LABELS = 1 + 2 * TYPES.length;

/** True when the label goes on with an entity that an earlier token began. */
export function isInside(label: number): boolean {
  return label > OUTSIDE && label % 2 === 0;
}

/** True when `next` may follow `previous`: an entity goes on only with its own type. */
export function mayFollow(previous: number, next: number): boolean {
  return !isInside(next) || previous === next || previous === next - 1;
}
