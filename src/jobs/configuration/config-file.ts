import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { CrosscurrentError } from '../../event/errors.ts';

/** Looked for in the working folder when no other file is named. */
export const CONFIG_FILE = 'crosscurrent.yaml';

/** One value of a configuration file, with the place it stands at (`crosscurrent.yaml:3`). */
export interface FileValue {
  /** Keys from the top, joined by dots. */
  readonly name: string;
  readonly text: string;
  readonly where: string;
}

export interface ConfigFile {
  readonly path: string;
  readonly values: readonly FileValue[];
}

interface Reading {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly values: FileValue[];
}

function placeOf(reading: Reading, offset: number | undefined): string {
  return `${reading.file}:${reading.lines.linePos(offset ?? 0).line}`;
}

function refuse(where: string, what: string, remedy: string): never {
  throw new CrosscurrentError('bad_configuration', `${where}: ${what}`, remedy);
}

function scalarText(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function addPair(reading: Reading, prefix: string, key: unknown, found: unknown): void {
  const offset = isScalar(key) ? key.range?.[0] : undefined;
  const where = placeOf(reading, offset);
  const name = `${prefix}${scalarText(key) ?? ''}`;
  const value = isAlias(found) ? found.resolve(reading.document) : found;
  if (isMap(value)) {
    addMap(reading, `${name}.`, value);
    return;
  }
  const texts = isSeq(value) ? value.items.map(scalarText) : [scalarText(value)];
  if (!texts.every((text) => text !== undefined)) {
    refuse(where, `"${name}" has no usable value.`, 'Write a value behind it, or remove the line.');
  }
  reading.values.push({ name, text: texts.join(','), where });
}

function addMap(reading: Reading, prefix: string, node: Node): void {
  if (!isMap(node)) return;
  for (const pair of node.items) addPair(reading, prefix, pair.key, pair.value);
}

/** The values that a text in YAML sets, each as its text. Fails with `bad_configuration`, naming file and line. */
export function parseConfig(text: string, file: string): readonly FileValue[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const reading: Reading = { file, document, lines, values: [] };
  const [error] = document.errors;
  if (error !== undefined) {
    refuse(placeOf(reading, error.pos[0]), `this is not valid YAML: ${error.message}.`, 'Mend the line.');
  }
  const root: unknown = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return [];
  if (!isMap(root)) {
    refuse(`${file}:1`, 'settings are expected.', 'Write one setting on each line, such as `port: 4100`.');
  }
  addMap(reading, '', root);
  return reading.values;
}

/**
 * The configuration file: the one that was named, or `crosscurrent.yaml` in the working folder when there is one.
 * Fails with `file_not_found` for a named file that is not there, else with `bad_configuration`.
 */
export function readConfigFile(workingFolder: string, named: string | undefined): ConfigFile | undefined {
  const file = path.resolve(workingFolder, named ?? CONFIG_FILE);
  const shown = named ?? CONFIG_FILE;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code !== 'ENOENT') {
      refuse(
        shown,
        `the configuration file cannot be read (${code}).`,
        'Check that it is a file you may read.',
      );
    }
    if (named === undefined) return undefined;
    throw new CrosscurrentError(
      'file_not_found',
      `There is no configuration file ${named}.`,
      'Check the path given by --config or CROSSCURRENT_CONFIG.',
    );
  }
  return { path: file, values: parseConfig(text, shown) };
}
