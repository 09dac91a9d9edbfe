import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

export interface Title {
  readonly title: string;
  /** The titles of the groups around it, the outermost first. */
  readonly within: readonly string[];
}

export interface TestTitle extends Title {
  /** Below the project's folder, with `/`. */
  readonly file: string;
}

const TEST_FILE = /\.(?:test|suite)\.tsx?$/;
const FUNCTIONS = ['it', 'test', 'describe'];

/** Every title of every test and group of tests below some folders, in the order of files and lines. */
export function testTitles(root: string, folders: readonly string[]): readonly TestTitle[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
      .filter((file) => TEST_FILE.test(file) && !file.includes('node_modules'))
      .sort()
      .flatMap((file) =>
        titlesIn(file, readFileSync(path.join(root, file), 'utf8')).map((one) => ({ file, ...one })),
      ),
  );
}

/** The titles in a test's source; an expression inside of one is shown as `…`. */
export function titlesIn(file: string, source: string): readonly Title[] {
  const { program, errors } = parseSync(file, source);
  const [problem] = errors;
  if (problem !== undefined) throw new Error(`${file} cannot be parsed: ${problem.message}`);
  const titles: Title[] = [];
  visit(program, [], (found) => titles.push(found));
  return titles;
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function visit(value: unknown, within: readonly string[], see: (title: Title) => void): void {
  if (!isNode(value)) return;
  const title = titleOf(value);
  if (title !== undefined) see({ title, within });
  const inside = title === undefined ? within : [...within, title];
  for (const inner of Object.values(value)) visit(inner, inside, see);
}

/** The title of a call that makes a test or a group. */
function titleOf(node: Node): string | undefined {
  if (node['type'] !== 'CallExpression' || !isTestFunction(node['callee'])) return undefined;
  const [first] = Array.isArray(node['arguments']) ? node['arguments'] : [];
  return isNode(first) ? textOf(first) : undefined;
}

/** `it`, `it.skipIf(...)`, `describe.each(...)` and so on. */
function isTestFunction(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  if (callee['type'] === 'Identifier') return FUNCTIONS.includes(String(callee['name']));
  return isTestFunction(callee['type'] === 'MemberExpression' ? callee['object'] : callee['callee']);
}

function textOf(node: Node): string | undefined {
  if (node['type'] === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  if (node['type'] !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return undefined;
  return node['quasis']
    .map((part) => (isNode(part) && isNode(part['value']) ? String(part['value']['cooked']) : ''))
    .join('…');
}
