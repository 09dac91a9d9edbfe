/** A line that was refused before it reached the engine (not UTF-8, too long, not a row). */
export interface RejectedLine {
  /** Its number, when it is known. */
  readonly line?: number;
  readonly offset: bigint;
  readonly reason: string;
  /** The first 64 KiB of the line. */
  readonly raw: Buffer;
  /** Length of the whole line, in bytes. */
  readonly bytes: number;
}
