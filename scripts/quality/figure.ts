/** One line of the table of quality. */
export interface QualityFigure {
  readonly what: string;
  readonly measuredOn: string;
  /** As it is printed; undefined: it could not be measured here. */
  readonly value: string | undefined;
  /** What is to be reached, in words; undefined where nothing was said. */
  readonly reach?: string;
  /** Undefined where there is nothing to reach. */
  readonly reached?: boolean;
}

/** What the measuring functions are given. */
export interface Measuring {
  readonly dataFolder: string;
  readonly say: (words: string) => void;
}

/** A percentage with one decimal. */
export function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

/** A number with thousands grouped. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en');
}
