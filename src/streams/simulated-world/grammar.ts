import type { Random } from '../../stream/random.ts';

/** What a sentence is written in: who renders it hands over the random numbers and whatever the slots look at. */
export interface Scene {
  readonly random: Random;
}

/** Writes a text for a scene. */
export type Writer<S extends Scene> = (scene: S) => string;

/** A compiled grammar: writers by the name of their rule. */
export interface Grammar<S extends Scene> {
  /** The writer of a rule; undefined when the grammar has none of that name. */
  rule(name: string): Writer<S> | undefined;
}

/**
 * Compiles a context-free grammar for texts. Its notation:
 *
 *     grammar     = rule { blank line rule } ;
 *     rule        = name ":" newline { alternative newline } ;
 *     alternative = { text | "{" name "}" | "[" text { "|" text } "]" } ;
 *
 * `{name}` is a slot of the scene, or a rule; `[a|b|]` picks one of the texts, which may hold slots but no brackets.
 * Every alternative is as likely as the others. The texts must need no escaping in JSON.
 * Throws a RangeError for a name that is neither a slot nor a rule, or for a text that would need escaping.
 */
export function compileGrammar<S extends Scene>(
  source: string,
  slots: Readonly<Record<string, Writer<S>>>,
): Grammar<S> {
  const blocks = source
    .trim()
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').map((line) => line.trim()));
  const rules = new Map<string, Writer<S>>();
  const names = new Set(blocks.map(([head = '']) => head.replace(/:$/, '')));
  const resolve = (name: string): Writer<S> => {
    const slot = slots[name];
    if (slot !== undefined) return slot;
    if (!names.has(name)) throw new RangeError(`grammar: nothing is called {${name}}`);
    // Rules may name each other in any order: looked up once, when first used.
    let rule: Writer<S> | undefined;
    return (scene) => {
      rule ??= rules.get(name) ?? nothing;
      return rule(scene);
    };
  };
  for (const [head = '', ...lines] of blocks) {
    rules.set(head.replace(/:$/, ''), oneOf(lines.map((line) => compileLine(line, resolve))));
  }
  return { rule: (name) => rules.get(name) };
}

const nothing = (): string => '';

type Resolve<S extends Scene> = (name: string) => Writer<S>;

const PIECE = /\[([^\]]*)\]|\{([^}]*)\}/g;

function compileLine<S extends Scene>(line: string, resolve: Resolve<S>): Writer<S> {
  if (JSON.stringify(line) !== `"${line}"`) throw new RangeError(`grammar: needs escaping in JSON: ${line}`);
  const parts: (string | Writer<S>)[] = [];
  let end = 0;
  for (const match of line.matchAll(PIECE)) {
    if (match.index > end) parts.push(line.slice(end, match.index));
    const [whole, choice, name = ''] = match;
    parts.push(
      choice === undefined
        ? resolve(name)
        : oneOf(choice.split('|').map((text) => compileLine(text, resolve))),
    );
    end = match.index + whole.length;
  }
  if (end < line.length) parts.push(line.slice(end));
  return joined(parts);
}

function joined<S extends Scene>(parts: readonly (string | Writer<S>)[]): Writer<S> {
  const [only] = parts;
  if (only === undefined) return nothing;
  if (parts.length === 1) return typeof only === 'string' ? () => only : only;
  return (scene) => {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : part(scene);
    return text;
  };
}

function oneOf<S extends Scene>(writers: readonly Writer<S>[]): Writer<S> {
  const [only = nothing] = writers;
  if (writers.length <= 1) return only;
  return (scene) => (writers[Math.floor(writers.length * scene.random.uniform())] ?? nothing)(scene);
}
