import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findCycles, layerOf, readImportGraph, relativeReferences } from './imports.ts';

const root = path.join(import.meta.dirname, '..', '..');
const src = path.join(root, 'src');

const Rules = z.object({
  layers: z.array(z.string()),
  onlyFrom: z.record(z.string(), z.object({ layers: z.array(z.string()), why: z.string() })),
});
const rules = Rules.parse(JSON.parse(readFileSync(path.join(root, 'layers.json'), 'utf8')));

/** Every import from one file below src to another, tests included: a test keeps to the layers of its source. */
const imports = [...readImportGraph(src, true)].flatMap(([file, targets]) =>
  targets.map((target) => ({ file, target, from: layerOf(file), to: layerOf(target) })),
);

describe('layers', () => {
  it('names every folder and file of src in layers.json', () => {
    const unknown = [...readImportGraph(src, true).keys()].filter(
      (file) => !rules.layers.includes(layerOf(file)),
    );
    expect(unknown, 'give each a layer in layers.json, or move it into one').toEqual([]);
  });

  it('imports from the same or an earlier layer only', () => {
    const wrong = imports
      .filter(({ from, to }) => rules.layers.indexOf(to) > rules.layers.indexOf(from))
      .map(({ file, target, from, to }) => `src/${file} imports src/${target}: ${to} comes after ${from}`);
    expect(wrong, 'imports against the order of layers.json').toEqual([]);
  });

  it('stays below src', () => {
    const outside = imports
      .filter(({ target }) => target.startsWith('..'))
      .filter(({ file }) => !file.endsWith('.test.ts'))
      .map(({ file, target }) => `src/${file} imports ${target}`);
    expect(outside, 'the program may not depend on tests, scripts or pages').toEqual([]);
  });

  it('imports a guarded layer only from where layers.json allows it', () => {
    const wrong = imports.flatMap(({ file, target, from, to }) => {
      const rule = rules.onlyFrom[to];
      const allowed =
        rule === undefined || from === to || rule.layers.includes(from) || file.endsWith('.test.ts');
      return allowed ? [] : [`src/${file} imports src/${target}: ${rule.why}`];
    });
    expect(wrong).toEqual([]);
  });

  it('has no import cycles', () => {
    const cycles = findCycles(readImportGraph(src, false)).map((files) => files.sort().join(' <-> '));
    expect(cycles, 'files that import each other, directly or around').toEqual([]);
  });
});

describe('the reading of imports', () => {
  it('sees every way one file can refer to another', () => {
    const source = `
      import type { A } from './a.ts';
      import b, { type C } from "../b.ts";
      import './side-effect.ts';
      export { d } from './d.ts';
      export * from './e.ts';
      import { readFile } from 'node:fs/promises';
      // import { no } from './comment.ts';
      const text = "import { no } from './string.ts'";
      const f = await import('./f.ts');
      const worker = new Worker(new URL('./worker.ts', import.meta.url));
      type G = import('./g.ts').G;
      ${'`'}\${f} import x from './template.ts'${'`'};
    `;
    const expected = [
      '../b.ts',
      './a.ts',
      './d.ts',
      './e.ts',
      './f.ts',
      './g.ts',
      './side-effect.ts',
      './worker.ts',
    ];
    expect(relativeReferences('x.ts', source).sort()).toEqual(expected);
  });

  it('finds cycles of one, two and three files, and no others', () => {
    const graph = new Map([
      ['alone', ['alone']],
      ['a', ['b', 'c']],
      ['b', ['a']],
      ['c', ['d']],
      ['d', ['e']],
      ['e', ['c', 'elsewhere']],
    ]);
    const cycles = findCycles(graph).map((files) => files.sort());
    expect(cycles.sort()).toEqual([['a', 'b'], ['alone'], ['c', 'd', 'e']]);
    expect(
      findCycles(
        new Map([
          ['a', ['b', 'c']],
          ['b', ['c']],
          ['c', []],
        ]),
      ),
    ).toEqual([]);
  });
});
