import type { InputSlice, RejectedLine } from '../../contract.ts';

/** An event as other engines read it: validated, with everything that is derived from it. */
export interface EnrichedEvent {
  /** Number of its line in the slice, from 0. */
  readonly line: number;
  /** Its id, as UTF-8. */
  readonly key: Buffer;
  /** JSON, see `renderEnriched`. */
  readonly value: Buffer;
}

/** What became of a slice: each line is in one of both. */
export interface EnrichedSlice {
  /** In the order of the lines; several may have one id. */
  readonly events: readonly EnrichedEvent[];
  /** Those of the slice's making first, then those that were refused here, in the order of the lines. */
  readonly rejected: readonly RejectedLine[];
}

/** Turns events as they came into events as other engines read them. Nothing is stored, and no duplicate is left out. */
export interface Enrichment {
  /** Slices may be enriched side by side, of one stream or of several; further ones wait. */
  enrich(slice: InputSlice): Promise<EnrichedSlice>;
  close(): Promise<void>;
}
