/** What a simulator needs to know. */
export interface SimulatorOptions {
  /** The same seed, start and rate give the same bytes. */
  readonly seed: number;
  /** Arrivals begin here: epoch milliseconds of simulated time. Late rows may carry an event time from before it. */
  readonly start: number;
  /** Mean events per second of simulated time, over a whole day. */
  readonly rate: number;
}

/** One arrival. */
export interface SimulatedLine {
  /** When it arrives: epoch milliseconds of simulated time, whole, never earlier than the one before. */
  readonly at: number;
  /** One line of input as a source would send it, without the newline; a few are malformed on purpose. */
  readonly line: string;
}

/**
 * An endless, seeded stream of lines in order of arrival, made as they are asked for. It keeps its own (simulated)
 * time: who replays it live waits for `at`, who writes a file does not.
 */
export type Simulator = (options: SimulatorOptions) => Generator<SimulatedLine, never, void>;

/** Throws a RangeError unless the options can be simulated: a caller checks what a user typed before. */
export function assertSimulatable(options: SimulatorOptions): void {
  if (!(options.rate > 0) || !Number.isFinite(options.rate))
    throw new RangeError('simulator: rate must be > 0');
  if (!Number.isFinite(options.start))
    throw new RangeError('simulator: start must be a time in milliseconds');
}

/** Some lines joined, each ended by a newline, with how many they are and when the last one arrived. */
export interface SimulatedChunk {
  readonly text: string;
  readonly lines: number;
  readonly at: number;
}

/** The first `count` lines of a simulation in chunks of `chunkLines` (the last may be shorter), to write to a file. */
export function* simulatedChunks(
  source: Generator<SimulatedLine, never, void>,
  count: number,
  chunkLines = 1000,
): Generator<SimulatedChunk, void, void> {
  for (let left = count; left > 0; left -= chunkLines) {
    const lines = Math.min(left, chunkLines);
    let text = '';
    let at = 0;
    for (let n = 0; n < lines; n++) {
      const { value } = source.next();
      text += `${value.line}\n`;
      at = value.at;
    }
    yield { text, lines, at };
  }
}
