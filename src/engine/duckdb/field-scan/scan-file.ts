import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { FieldScanner } from './field-scanner.ts';

/** After so much the process may do something else: one to two milliseconds. */
const BREATH_BYTES = 4 * 1024 * 1024;

/**
 * Scans a file of NDJSON; answers its number of lines.
 *
 * It is read in place, into the scanner's own memory. The reads are synchronous: a slice has just been parsed and lies
 * in the system's cache, where reading takes less time than a turn through the thread pool, which DuckDB keeps busy.
 * @param scanner not to be used for another text meanwhile
 */
export async function scanFile(
  scanner: FieldScanner,
  path: string,
  onUnknown: (name: string) => void,
): Promise<number> {
  const scan = scanner.begin(onUnknown);
  const file = openSync(path, 'r');
  try {
    let sinceBreath = 0;
    for (let bytes = readSync(file, scan.room()); bytes > 0; bytes = readSync(file, scan.room())) {
      scan.advance(bytes);
      sinceBreath += bytes;
      if (sinceBreath < BREATH_BYTES) continue;
      sinceBreath = 0;
      await setImmediate();
    }
    return scan.finish();
  } finally {
    closeSync(file);
  }
}
