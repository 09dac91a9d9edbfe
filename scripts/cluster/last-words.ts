import { open } from 'node:fs/promises';
import path from 'node:path';
import type { PartName, Place } from './place.ts';
import { logFile } from './place.ts';

const TAIL_BYTES = 64 * 1024;
const TELLING = /Exception|Error|ERROR|FATAL|PANIC|Caused by|in use|denied|refused|No space/;

async function tail(file: string): Promise<string[]> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return [];
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
    return buffer.toString('utf8', 0, bytesRead).split('\n');
  } finally {
    await handle.close();
  }
}

/** What a part's log says about its end: the last lines that speak of an error, else the very last ones. */
export async function lastWords(place: Place, part: PartName): Promise<string> {
  const printed = await tail(path.join(place.logs, `${part}.out`));
  const logged = await tail(logFile(place, part));
  const lines = [...logged, ...printed]
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '));
  const telling = lines.filter((line) => TELLING.test(line));
  return (telling.length > 0 ? telling : lines)
    .slice(-3)
    .map((line) => line.slice(0, 300))
    .join(' | ');
}
