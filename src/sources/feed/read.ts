import { Parser } from 'htmlparser2';
import { ATOM, CONTENT, DC, DC_TERMS, type Element, RDF } from './element.ts';

/** What a feed is made of. */
export interface Feed {
  /** The outermost element, with what it holds but for items. */
  readonly root: Element | undefined;
  readonly items: readonly FeedItem[];
  /** What follows the last item, when the text breaks off there, has too many items or is nested too deep; otherwise null. */
  readonly rest: string | null;
}

export interface FeedItem {
  readonly element: Element;
  /** As it was written. */
  readonly raw: string;
  /** False when its end is missing. */
  readonly complete: boolean;
}

/** Elements that are kept of a whole document; those behind are as if they were not there. */
const MAX_ELEMENTS = 500_000;

/** Items of a document; what comes behind them is a rest that was not read. */
const MAX_ITEMS = 20_000;

/** Elements within elements beyond this are not kept, but their text is. */
const MAX_DEPTH = 64;

/**
 * What is nested deeper is not read on: the parser's time for an element was measured to grow with its depth (44 s for
 * 200,000 within each other).
 */
const DEEPEST = 256;

/** What prefixes mean where nobody says so: feeds forget it. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['atom', ATOM],
  ['content', CONTENT],
  ['dc', DC],
  ['dcterms', DC_TERMS],
  ['rdf', RDF],
]);

/**
 * Takes a feed apart, as far as it goes. The parser knows no entities but those of XML itself and numbers: what a document
 * declares is text that nobody expands. Memory is bounded by a multiple of the length of the text.
 */
export function readFeed(xml: string, isItem: (space: string, name: string) => boolean): Feed {
  const reader = new FeedReader(xml, isItem);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        reader.open(name, attributes, parser.startIndex);
        if (reader.tooDeep) parser.pause();
      },
      ontext: (text) => reader.text(text),
      onclosetag: (_name, isImplied) => reader.close(isImplied, parser.endIndex),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  if (!reader.tooDeep) parser.end();
  return reader.feed();
}

/** Name and namespace of the outermost element of what may be the beginning of a document; null when there is none. */
export function rootOf(xml: string): { space: string; name: string } | null {
  const { root } = readFeed(xml, () => false);
  return root === undefined ? null : { space: root.space, name: root.name };
}

interface Open {
  readonly element: Element;
  readonly prefixes: ReadonlyMap<string, string>;
  /** Position of its first character, when it is an item. */
  readonly itemFrom: number | null;
}

class FeedReader {
  readonly #xml: string;
  readonly #isItem: (space: string, name: string) => boolean;
  readonly #stack: Open[] = [];
  readonly #items: FeedItem[] = [];
  #root: Element | undefined;
  #elements = 0;
  #itemsEnd = 0;
  #inItem = false;
  #broken = false;

  constructor(xml: string, isItem: (space: string, name: string) => boolean) {
    this.#xml = xml;
    this.#isItem = isItem;
  }

  open(qualified: string, attributes: Readonly<Record<string, string>>, start: number): void {
    const above = this.#stack.at(-1);
    const prefixes = declared(attributes, above?.prefixes ?? PREFIXES);
    const colon = qualified.indexOf(':');
    const space = prefixes.get(colon < 0 ? '' : qualified.slice(0, colon)) ?? qualified.slice(0, colon);
    const element: Element = { space, name: qualified.slice(colon + 1), attributes, content: [] };
    const isItem = !this.#inItem && !this.#full && this.#isItem(space, element.name);
    this.#elements += 1;
    if (this.#root === undefined && above === undefined) this.#root = element;
    const kept = !this.#full && this.#elements <= MAX_ELEMENTS && this.#stack.length < MAX_DEPTH;
    if (kept && !isItem) above?.element.content.push(element);
    // What is not kept lends its text to what it stands in.
    const open = kept || above === undefined ? element : above.element;
    this.#stack.push({ element: open, prefixes, itemFrom: isItem ? start : null });
    this.#inItem ||= isItem;
  }

  text(text: string): void {
    const content = this.#stack.at(-1)?.element.content;
    if (content === undefined) return;
    const last = content.at(-1);
    if (typeof last === 'string') content[content.length - 1] = last + text;
    else content.push(text);
  }

  close(isImplied: boolean, end: number): void {
    const closed = this.#stack.pop();
    if (isImplied && this.#stack.length === 0) this.#broken = true;
    if (closed?.itemFrom === null || closed === undefined) return;
    const upTo = isImplied ? this.#xml.length : end + 1;
    this.#items.push({
      element: closed.element,
      raw: this.#xml.slice(closed.itemFrom, upTo),
      complete: !isImplied,
    });
    this.#inItem = false;
    this.#itemsEnd = upTo;
  }

  get tooDeep(): boolean {
    return this.#stack.length > DEEPEST;
  }

  get #full(): boolean {
    return this.#items.length >= MAX_ITEMS;
  }

  feed(): Feed {
    const brokeOff =
      this.#full || this.tooDeep || (this.#broken && this.#items.every(({ complete }) => complete));
    return { root: this.#root, items: this.#items, rest: brokeOff ? this.#xml.slice(this.#itemsEnd) : null };
  }
}

/** The namespaces that an element declares, added to those around it. */
function declared(
  attributes: Readonly<Record<string, string>>,
  around: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  let prefixes: Map<string, string> | null = null;
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    prefixes ??= new Map(around);
    prefixes.set(name.slice(6), value.trim());
  }
  return prefixes ?? around;
}
