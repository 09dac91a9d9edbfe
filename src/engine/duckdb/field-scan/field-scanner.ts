import { createScanInstance, type ScanInstance } from './instance.ts';

/** Names that one answer of `scan` holds at most. */
export const MAX_UNKNOWN = 1000;
const CHUNK_BYTES = 512 * 1024;
const BLOCK_BYTES = 64;

export interface ScannedFields {
  /** Distinct names of fields at the top of a line's object that are not known, as JSON means them. */
  readonly unknown: readonly string[];
  /** There are more of them than `MAX_UNKNOWN`. */
  readonly overflow: boolean;
  /** Lines, blank and broken ones included, and a last one without a newline. */
  readonly lines: number;
}

/** A text that is being scanned piece by piece. */
export interface FieldScan {
  /** Where the next bytes go; never empty. */
  room(): Uint8Array;
  /** Scans so many bytes, written to the beginning of `room()`. */
  advance(bytes: number): void;
  /** Ends the text; answers its number of lines. */
  finish(): number;
}

export interface FieldScanner {
  scan(data: Uint8Array): ScannedFields;
  /**
   * Begins a text, and gives up one that has not been finished.
   * @param onUnknown gets each unknown name, at the latest in `finish`; where there are very many, more than once
   */
  begin(onUnknown: (name: string) => void): FieldScan;
}

/**
 * Finds the fields in NDJSON that are not among the known ones, without parsing what is.
 *
 * Complete for lines that are JSON objects; a line that is not may add names, and does not touch the next one. Of a name
 * longer than 64 KiB the last 64 KiB are given. Takes about 1 MiB of memory, however long the text or a line of it.
 * @param chunkBytes how much is scanned at once; a multiple of 64
 */
export function createFieldScanner(known: readonly string[], chunkBytes = CHUNK_BYTES): FieldScanner {
  const names = new Set(known);
  let take = (_name: string): void => {};
  const drain = (): void => {
    for (const name of foundNames(instance)) if (!names.has(name)) take(name);
  };
  const instance = createScanInstance(drain);
  writeKnown(instance, [...names], Math.max(BLOCK_BYTES, chunkBytes - (chunkBytes % BLOCK_BYTES)));
  const begin = (onUnknown: (name: string) => void): FieldScan => {
    take = onUnknown;
    instance.begin();
    return {
      room: () => new Uint8Array(instance.memory.buffer, instance.room(), instance.space()),
      advance: instance.advance,
      finish() {
        const lines = instance.finish();
        drain();
        return lines;
      },
    };
  };
  return { begin, scan: (data) => scanWhole(begin, data) };
}

function scanWhole(begin: FieldScanner['begin'], data: Uint8Array): ScannedFields {
  const unknown = new Set<string>();
  let overflow = false;
  const scan = begin((name) => {
    if (unknown.size < MAX_UNKNOWN) unknown.add(name);
    else overflow ||= !unknown.has(name);
  });
  for (let at = 0; at < data.length; ) {
    const room = scan.room();
    const piece = data.subarray(at, at + room.length);
    room.set(piece);
    scan.advance(piece.length);
    at += piece.length;
  }
  const lines = scan.finish();
  return { unknown: [...unknown], overflow, lines };
}

/** Known names are compared as JSON writes them; one that is written otherwise is told from the unknown afterwards. */
function writeKnown(instance: ScanInstance, known: readonly string[], chunkBytes: number): void {
  const written = known.map((name) => Buffer.from(JSON.stringify(name).slice(1, -1)));
  const bytes = written.reduce((sum, name) => sum + 4 + name.length, 0);
  let at = instance.prepare(written.length, bytes, chunkBytes);
  const target = Buffer.from(instance.memory.buffer);
  for (const name of written) {
    target.writeUInt32LE(name.length, at);
    name.copy(target, at + 4);
    at += 4 + name.length;
  }
  instance.ready(written.length);
}

function* foundNames(instance: ScanInstance): Generator<string> {
  const memory = Buffer.from(instance.memory.buffer);
  const list = instance.foundList();
  for (let entry = 0; entry < instance.foundNames(); entry += 1) {
    const at = memory.readUInt32LE(list + entry * 8);
    yield decodeName(memory.toString('utf8', at, at + memory.readUInt32LE(list + entry * 8 + 4)));
  }
}

/** The name that a JSON string stands for; the text itself when it is none. */
function decodeName(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
