import { glob, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CrosscurrentError } from '../../event/errors.ts';

const DATA_FILE = /\.(?:ndjson|jsonl|json|csv|log|txt|xml|rss|atom|sse)(?:\.(?:gz|zst))?$/i;
const GLOB = /[*?[\]{}]/;

/**
 * The files that arguments of a command mean, as paths. A file stands for itself; a folder for the data files below it
 * (by their endings; hidden ones are left out) in the order of their names; a pattern (`*`, `**`, `?`, `{a,b}`) for the
 * files that fit, in that order, too; `-` for standard input. No file comes twice.
 *
 * Fails with `file_not_found` when a pattern finds nothing.
 */
export async function expandInputs(patterns: readonly string[], cwd: string): Promise<string[]> {
  const paths = new Set<string>();
  for (const pattern of patterns) {
    for (const path of await expand(pattern, cwd)) paths.add(path);
  }
  return [...paths];
}

async function expand(pattern: string, cwd: string): Promise<string[]> {
  if (pattern === '-') return ['-'];
  const path = resolve(cwd, pattern);
  const kind = await kindOf(path);
  if (kind === 'file') return [path];
  if (kind === 'folder') return filesBelow(path, pattern);
  if (!GLOB.test(pattern)) {
    throw notFound(`There is no file or folder ${pattern}.`, `Check the path; it was looked for as ${path}.`);
  }
  const found: string[] = [];
  for await (const match of glob(pattern, { cwd })) {
    const file = resolve(cwd, match);
    if ((await kindOf(file)) === 'file') found.push(file);
  }
  if (found.length === 0) {
    throw notFound(`No file fits ${pattern}.`, `Check the pattern; it was looked for in ${cwd}.`);
  }
  return found.sort(byCodePoint);
}

async function filesBelow(folder: string, named: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const hidden = path
      .slice(folder.length)
      .split(/[\\/]/)
      .some((name) => name.startsWith('.'));
    if (hidden || !DATA_FILE.test(entry.name)) continue;
    if (entry.isFile() || (entry.isSymbolicLink() && (await kindOf(path)) === 'file')) found.push(path);
  }
  if (found.length === 0) {
    throw notFound(
      `The folder ${named} holds no data files.`,
      'Data files end with .ndjson, .jsonl, .json, .csv, .log, .txt, .xml, .rss, .atom or .sse, and may be followed by .gz or .zst; any other file has to be named itself.',
    );
  }
  return found.sort(byCodePoint);
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'none'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return 'none';
    // It is there, though it cannot be looked at: reading it will say why.
    return 'file';
  }
}

function notFound(message: string, remedy: string): CrosscurrentError {
  return new CrosscurrentError('file_not_found', message, remedy);
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
