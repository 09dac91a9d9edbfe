import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** What is left of HTML for those who only read. */
export interface HtmlText {
  /** Entities decoded, white space as a browser shows it, a line or an empty one between blocks. */
  readonly text: string;
  /** Targets of links to other pages, in order; mentions and hashtags are links of their own kind and left out. */
  readonly links: readonly string[];
}

const BLOCKS = new Set([
  ...[
    'address',
    'article',
    'aside',
    'blockquote',
    'dd',
    'details',
    'div',
    'dl',
    'dt',
    'figcaption',
    'figure',
  ],
  ...['footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'li', 'main', 'nav', 'ol', 'pre'],
  ...['section', 'table', 'td', 'th', 'tr', 'ul', 'br'],
]);

/** What a browser does not show as text. */
const HIDDEN = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg', 'math']);

/**
 * The text of a piece of HTML, however broken it is. It is read tag by tag, without a tree, so that the time taken grows
 * with the length alone: deep nesting and tags that never close cost nothing.
 */
export function htmlText(html: string): HtmlText {
  // Most texts of feeds are plain.
  if (!html.includes('<') && !html.includes('&'))
    return { text: collapsed(html).trim().toWellFormed(), links: [] };
  const reader = new HtmlReader(html);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, reader);
  tokenizer.write(html);
  tokenizer.end();
  return { text: reader.text.trim().toWellFormed(), links: reader.links };
}

function collapsed(text: string): string {
  return text.replace(/[\t\n\f\r \u00a0]+/g, ' ');
}

class HtmlReader implements TokenizerCallbacks {
  readonly #html: string;
  /** Joined at the end: to look at a text that grows was measured to take time with its square. */
  readonly #parts: string[] = [];
  /** Whether the text so far ends with a space, or is still empty. */
  #space = true;
  readonly links: string[] = [];
  /** Line ends that the next word is to be preceded by. */
  #breaks = 0;
  /** The element whose content is not shown, and how many of its kind are open. */
  #hidden = '';
  #hiddenDepth = 0;
  #tag = '';
  #attribute = '';
  #value = '';
  #attributes = new Map<string, string>();

  constructor(html: string) {
    this.#html = html;
  }

  get text(): string {
    return this.#parts.join('');
  }

  ontext(start: number, end: number): void {
    this.#add(this.#html.slice(start, end));
  }

  ontextentity(codepoint: number): void {
    this.#add(character(codepoint));
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase();
    this.#attributes.clear();
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#html.slice(start, end).toLowerCase();
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.#tag === 'a') this.#value += this.#html.slice(start, end);
  }

  onattribentity(codepoint: number): void {
    if (this.#tag === 'a') this.#value += character(codepoint);
  }

  onattribend(): void {
    if (this.#tag === 'a' && LINK_ATTRIBUTES.has(this.#attribute))
      this.#attributes.set(this.#attribute, this.#value);
  }

  onopentagend(): void {
    const tag = this.#tag;
    if (this.#hidden === '' && HIDDEN.has(tag)) this.#hidden = tag;
    if (tag === this.#hidden) this.#hiddenDepth += 1;
    else if (tag === 'a') this.#addLink();
    this.#break(tag);
  }

  onselfclosingtag(): void {
    this.#break(this.#tag);
  }

  onclosetag(start: number, end: number): void {
    const tag = this.#html.slice(start, end).trim().toLowerCase();
    if (this.#hidden !== '' && tag === this.#hidden) {
      this.#hiddenDepth -= 1;
      if (this.#hiddenDepth === 0) this.#hidden = '';
    }
    this.#break(tag);
  }

  oncdata(start: number, end: number): void {
    this.#add(this.#html.slice(start, end));
  }

  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #break(tag: string): void {
    if (tag === 'p') this.#breaks = 2;
    else if (BLOCKS.has(tag)) this.#breaks = tag === 'br' ? this.#breaks + 1 : Math.max(this.#breaks, 1);
  }

  #add(raw: string): void {
    if (this.#hidden !== '') return;
    let piece = collapsed(raw);
    if (piece.startsWith(' ') && (this.#breaks > 0 || this.#space)) piece = piece.slice(1);
    if (piece === '') return;
    if (this.#breaks > 0 && this.#parts.length > 0) {
      if (this.#space) this.#parts.push(this.#parts.pop()?.slice(0, -1) ?? '');
      this.#parts.push('\n'.repeat(Math.min(this.#breaks, 2)));
    }
    this.#breaks = 0;
    this.#space = piece.endsWith(' ');
    this.#parts.push(piece);
  }

  #addLink(): void {
    const href = this.#attributes.get('href') ?? '';
    const kinds = `${this.#attributes.get('class') ?? ''} ${this.#attributes.get('rel') ?? ''}`;
    if (/^https?:\/\//i.test(href) && !/(?:^|\s)(?:mention|hashtag|tag)(?:\s|$)/i.test(kinds))
      this.links.push(href.toWellFormed());
  }
}

const LINK_ATTRIBUTES = new Set(['href', 'class', 'rel']);

function character(codepoint: number): string {
  return codepoint <= 0x10ffff ? String.fromCodePoint(codepoint) : '\ufffd';
}
