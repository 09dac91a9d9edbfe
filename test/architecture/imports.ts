import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

/** The files of a source tree, each with the files of the same tree that it imports. Paths use `/`. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** A worker's entry and a type's `import('...')` are no import to a parser, but tie two files together as well. */
const OTHER_REFERENCES = [
  /new URL\(\s*['"](\.[^'"]+\.ts)['"],\s*import\.meta\.url/g,
  /\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/g,
];

/** What a source text refers to by a relative path: imports, exports from, dynamic imports, with types alone or not. */
export function relativeReferences(file: string, source: string): string[] {
  const { module, errors } = parseSync(file, source);
  const [firstError] = errors;
  if (firstError !== undefined) throw new Error(`${file} cannot be parsed: ${firstError.message}`);
  const found = module.staticImports.map((one) => one.moduleRequest.value);
  for (const one of module.staticExports) {
    for (const entry of one.entries) if (entry.moduleRequest) found.push(entry.moduleRequest.value);
  }
  for (const pattern of OTHER_REFERENCES) {
    for (const match of source.matchAll(pattern)) if (match[1] !== undefined) found.push(match[1]);
  }
  return [...new Set(found.filter((one) => one.startsWith('.')))];
}

function isSource(name: string): boolean {
  return /\.tsx?$/.test(name) && !name.endsWith('.d.ts');
}

/**
 * Reads the import graph of a folder.
 * @param folder absolute; the paths of the graph are relative to it
 * @param withTests whether test files are part of it
 */
export function readImportGraph(folder: string, withTests: boolean): ImportGraph {
  const graph = new Map<string, string[]>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = name.split(path.sep).join('/');
    if (!isSource(file) || (!withTests && /\.test\.tsx?$/.test(file))) continue;
    const references = relativeReferences(file, readFileSync(path.join(folder, name), 'utf8'));
    graph.set(
      file,
      references.map((reference) => path.posix.join(path.posix.dirname(file), reference)),
    );
  }
  return graph;
}

/** The layer of a file below src: its first folder, or its own name when it lies in no folder. */
export function layerOf(file: string): string {
  return file.split('/')[0] ?? file;
}

/** Import cycles, each as its files in order; one for each strongly connected part of the graph (Tarjan 1972). */
export function findCycles(graph: ImportGraph): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const cycles: string[][] = [];

  function visit(file: string): number {
    const index = order.size;
    order.set(file, index);
    low.set(file, index);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      const seen = order.get(next);
      const reached = seen === undefined ? visit(next) : open.includes(next) ? seen : index;
      low.set(file, Math.min(low.get(file) ?? index, reached));
    }
    if (low.get(file) === index) {
      const part = open.splice(open.indexOf(file));
      if (part.length > 1 || graph.get(file)?.includes(file)) cycles.push(part);
    }
    return low.get(file) ?? index;
  }

  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return cycles;
}
