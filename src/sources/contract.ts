import type { RejectionReason } from '../event/outcome.ts';

/** What a source sends at a time: a line, a JSON text, a server-sent event, an XML document. */
export interface Message {
  readonly text: string;
  /** The name of a server-sent event; JSON and lines have none. */
  readonly event?: string;
}

/**
 * What became of a message, or of one of the things it holds. `skipped` is no event of the stream at all (a like among
 * posts, a keep-alive): it is counted, but not as received. What is `rejected` becomes a dead letter.
 */
export type Adapted =
  | { readonly outcome: 'event'; readonly event: Readonly<Record<string, unknown>> }
  | { readonly outcome: 'skipped' }
  | {
      readonly outcome: 'rejected';
      readonly reason: RejectionReason;
      /** The part of the message that is meant; the whole of it when not given. */
      readonly raw?: string;
    };

/** How an input begins, as far as it helps to recognise it. */
export interface Beginning {
  /** The first 64 KiB at most, without byte order mark and white space before them. */
  readonly text: string;
  /** The first JSON value in it, the end of which may be missing; undefined when there is none. */
  readonly value: unknown;
  /** Name of the first server-sent event. */
  readonly event: string | undefined;
}

/**
 * A source's wire format, and the stream it feeds: a pure function from messages to events of that stream. Recordings
 * of it can be loaded with `ingest --format NAME`.
 */
export interface Adapter {
  readonly name: string;
  /** Name of the stream. */
  readonly stream: string;
  /** What a recording is, for example `a recording of Bluesky's Jetstream`. */
  readonly about: string;
  /**
   * What a message is: a line of text; a JSON value, which recordings may hold one a line, in arrays, in documents
   * or as server-sent events; or an XML document, which is a file of its own.
   */
  readonly unit: 'line' | 'json' | 'xml';
  /** Endings of file names that stand for this format when nothing in the file speaks against it. */
  readonly endings: readonly string[];
  /** Whether an input that begins like this can only be one of these. */
  readonly recognises: (beginning: Beginning) => boolean;
  /** What the source complains of, when all it sent is an error; null otherwise. */
  readonly complaint?: (reply: unknown) => string | null;
  /** Everything a message holds, in order. Never throws, whatever the message is. */
  readonly adapt: (message: Message) => Iterable<Adapted>;
}

export const SKIPPED: Adapted = { outcome: 'skipped' };

/** A message, or a part of it, that cannot be used. */
export function rejected(reason: RejectionReason, raw?: string): Adapted {
  return raw === undefined ? { outcome: 'rejected', reason } : { outcome: 'rejected', reason, raw };
}
