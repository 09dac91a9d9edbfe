/** A name in a text. */
export interface NamedEntity {
  readonly text: string;
  readonly type: 'PER' | 'ORG' | 'LOC' | 'MISC';
}

/** The names of people, organisations, places and other things in a text. */
export function findEntities(_text: string): readonly NamedEntity[] {
  return [];
}
