import { readKeyword } from './keyword.ts';
import { foldTag, tokenize, type Word } from './tokens.ts';

/** What a campaign looks for. */
export interface MatchRules {
  /** One of these has to be there ... */
  readonly any: readonly string[];
  /** ... and none of these. */
  readonly none: readonly string[];
  readonly language: string | null;
  readonly platform: string | null;
  /** Event times in epoch milliseconds, `to` exclusive. */
  readonly from: number | null;
  readonly to: number | null;
}

/** What is looked at in an event. */
export interface Subject {
  /** Texts in which words are looked for, each by itself. */
  readonly texts: readonly (string | null)[];
  /** Hashtags besides those in the texts. */
  readonly tags: readonly string[];
  /** Undefined where events have none: then rules about it do not apply. */
  readonly language: string | null | undefined;
  readonly platform: string | null | undefined;
  /** Event time, epoch milliseconds. */
  readonly at: number;
}

export interface Matcher {
  /** The indexes of the rules that an event fulfils, ascending. */
  match(subject: Subject): readonly number[];
}

/** What a keyword found means: an index of the rules, or its complement for an exclusion. */
type Owner = number;

/** A state of the automaton: what was found when it is reached, and where the next word leads. */
interface State {
  readonly found: Owner[];
  /** Behind a space or whatever else is no word. */
  readonly next: Map<string, State>;
  /** Only without anything between. */
  readonly glued: Map<string, State>;
}

function newState(): State {
  return { found: [], next: new Map(), glued: new Map() };
}

/**
 * All campaigns as one: their keywords are a tree of words, and a text is walked through it once from each of its words,
 * so that the number of campaigns that do not match costs nothing but the memory of the tree.
 */
export function compileMatcher(rules: readonly MatchRules[]): Matcher {
  const root = newState();
  const tags = new Map<string, Owner[]>();
  rules.forEach((rule, index) => {
    for (const keyword of rule.any) addKeyword(root, tags, keyword, index);
    for (const keyword of rule.none) addKeyword(root, tags, keyword, ~index);
  });
  // Marked with the number of the event in which a keyword was found, so that nothing has to be cleared between events.
  const wanted = new Float64Array(rules.length);
  const excluded = new Float64Array(rules.length);
  let event = 0;
  let hits: number[] = [];

  const take = (owners: readonly Owner[]): void => {
    for (const owner of owners) {
      if (owner < 0) excluded[~owner] = event;
      else if (wanted[owner] !== event) {
        wanted[owner] = event;
        hits.push(owner);
      }
    }
  };
  const takeTag = (tag: string): void => {
    const owners = tags.get(tag);
    if (owners !== undefined) take(owners);
  };

  return {
    match(subject) {
      event += 1;
      hits = [];
      for (const text of subject.texts) {
        if (text === null || text === '') continue;
        const found = tokenize(text);
        for (let at = 0; at < found.words.length; at += 1) walk(root, found.words, at, take);
        for (const tag of found.tags) takeTag(tag);
      }
      for (const tag of subject.tags) {
        const folded = foldTag(tag);
        takeTag(folded);
        // A keyword finds the hashtag as well, also one that stands in no text.
        const { words } = tokenize(folded);
        for (let at = 0; at < words.length; at += 1) walk(root, words, at, take);
      }
      if (hits.length === 0) return hits;
      return hits
        .filter((index) => excluded[index] !== event && applies(rules[index], subject))
        .sort((a, b) => a - b);
    },
  };
}

function addKeyword(root: State, tags: Map<string, Owner[]>, text: string, owner: Owner): void {
  const keyword = readKeyword(text);
  if (keyword === null) return;
  if (keyword.kind === 'tag') {
    tags.set(keyword.tag, [...(tags.get(keyword.tag) ?? []), owner]);
    return;
  }
  let state = root;
  keyword.words.forEach(({ form, glued }, index) => {
    const edges = glued && index > 0 ? state.glued : state.next;
    const next = edges.get(form) ?? newState();
    edges.set(form, next);
    state = next;
  });
  state.found.push(owner);
}

function walk(
  root: State,
  words: readonly Word[],
  from: number,
  take: (owners: readonly Owner[]) => void,
): void {
  let states: readonly State[] = [root];
  for (let at = from; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) return;
    const reached: State[] = [];
    for (const state of states) {
      step(state, word, word.form, reached);
      for (const other of word.others) step(state, word, other, reached);
    }
    if (reached.length === 0) return;
    for (const state of reached) if (state.found.length > 0) take(state.found);
    states = reached;
  }
}

function step(state: State, word: Word, form: string, reached: State[]): void {
  const next = state.next.get(form);
  if (next !== undefined) reached.push(next);
  const glued = word.glued && state.glued.size > 0 ? state.glued.get(form) : undefined;
  if (glued !== undefined) reached.push(glued);
}

function applies(rule: MatchRules | undefined, { language, platform, at }: Subject): boolean {
  if (rule === undefined) return false;
  if (rule.language !== null && language !== undefined && language !== rule.language) return false;
  if (rule.platform !== null && platform !== undefined && platform !== rule.platform) return false;
  return (rule.from === null || at >= rule.from) && (rule.to === null || at < rule.to);
}
