import type { InputSlice, RejectedLine } from '../../contract.ts';

/**
 * An event as other engines read it: validated, with everything that is derived from it. It lies in a larger piece of
 * text, so that none needs a buffer of its own: of a hundred thousand a second the collector of garbage would have more
 * work than we have.
 */
export interface EnrichedEvent {
  /** Its id, as UTF-8, in `key` from `keyFrom` to `keyTo`. */
  readonly key: Buffer;
  readonly keyFrom: number;
  readonly keyTo: number;
  /** JSON, see `renderEnriched`, in `value` from `valueFrom` to `valueTo`. */
  readonly value: Buffer;
  readonly valueFrom: number;
  readonly valueTo: number;
}

/** The events of a slice, by the numbers of their lines; several may have one id. */
export interface EnrichedEvents {
  /** How many lines the slice has. */
  readonly lines: number;
  /** The event of a line, from 0; null when the line was rejected. */
  at(line: number): EnrichedEvent | null;
}

/** What became of a slice: each line is in one of both. */
export interface EnrichedSlice {
  readonly events: EnrichedEvents;
  /** Those of the slice's making first, then those that were refused here, in the order of the lines. */
  readonly rejected: readonly RejectedLine[];
}

/** Turns events as they came into events as other engines read them. Nothing is stored, and no duplicate is left out. */
export interface Enrichment {
  /** Slices may be enriched side by side, of one stream or of several; further ones wait. */
  enrich(slice: InputSlice): Promise<EnrichedSlice>;
  close(): Promise<void>;
}
