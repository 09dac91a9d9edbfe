import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenFileOptions, openFile } from './open.ts';
import type { RejectedLine } from './piece.ts';
import { type SliceOptions, slices } from './slices.ts';

/** For tests: a folder to write inputs to, and what slicing them gives. */
export interface Workplace {
  dir: string;
  file(name: string, content: string | Buffer): Promise<string>;
  read(path: string, options?: ReadOptions): Promise<Taken>;
  remove(): Promise<void>;
}

export type ReadOptions = Partial<SliceOptions> & Pick<OpenFileOptions, 'format' | 'stdin' | 'adapters'>;

export interface Taken {
  /** The content of each slice. */
  texts: string[];
  lines: string[];
  bounds: [from: number, to: number][];
  rejected: RejectedLine[];
  /** What each slice said about its lines. */
  counts: number[];
  skipped: number;
  /** For each line the number of the message it came from. */
  numbers: number[];
  error: unknown;
}

export async function workplace(): Promise<Workplace> {
  const dir = await mkdtemp(join(tmpdir(), 'file-'));
  return {
    dir,
    file: async (name, content) => {
      const path = join(dir, name);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, content);
      return path;
    },
    read: (path, options = {}) => takeAll(path, join(dir, '.scratch'), options),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

async function takeAll(path: string, scratchDir: string, options: ReadOptions): Promise<Taken> {
  const { format, stdin, adapters, ...rest } = options;
  const taken: Taken = {
    texts: [],
    lines: [],
    bounds: [],
    rejected: [],
    counts: [],
    skipped: 0,
    numbers: [],
    error: null,
  };
  try {
    const opening = {
      path,
      ...(format ? { format } : {}),
      ...(stdin ? { stdin } : {}),
      ...(adapters ? { adapters } : {}),
    };
    const input = await openFile(opening);
    const all = { input, stream: 'shop', from: 0n, scratchDir, receivedAt: 1000, ...rest };
    for await (const slice of slices(all)) {
      const text = await readFile(slice.path, 'utf8');
      taken.texts.push(text);
      for (const line of text.split('\n').slice(0, -1)) taken.lines.push(line);
      taken.bounds.push([Number(slice.from), Number(slice.to)]);
      for (const line of slice.rejected) taken.rejected.push(line);
      taken.counts.push(slice.lines);
      taken.skipped += slice.skipped;
      taken.numbers.push(...(slice.numbers ?? []));
      await slice.release();
    }
  } catch (error) {
    taken.error = error;
  }
  return taken;
}
