import { htmlText } from '../wire/html-text.ts';

/** An element of XML. */
export interface Element {
  /** Address of its namespace; empty when it has none. */
  readonly space: string;
  /** Without prefix. */
  readonly name: string;
  /** By their names as written. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Elements and texts, entities decoded. */
  readonly content: (Element | string)[];
}

/** Namespaces of what feeds hold. */
export const ATOM = 'http://www.w3.org/2005/Atom';
export const RSS_1 = 'http://purl.org/rss/1.0/';
export const CONTENT = 'http://purl.org/rss/1.0/modules/content/';
export const DC = 'http://purl.org/dc/elements/1.1/';
export const DC_TERMS = 'http://purl.org/dc/terms/';
export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** The first child with this name. */
export function child(element: Element | undefined, space: string, name: string): Element | undefined {
  return children(element, space, name)[0];
}

/** All children with this name. */
export function children(element: Element | undefined, space: string, name: string): readonly Element[] {
  return (element?.content ?? []).filter(
    (each): each is Element => typeof each !== 'string' && each.name === name && each.space === space,
  );
}

/** The text of an element and all within it, as it is. */
export function rawText(element: Element | undefined): string | undefined {
  const text = element === undefined ? '' : gathered(element).trim();
  return text === '' ? undefined : text.toWellFormed();
}

function gathered({ content }: Element): string {
  return content.map((each) => (typeof each === 'string' ? each : gathered(each))).join('');
}

/** The text of an element that holds HTML, escaped, as CDATA, or as elements of its own. */
export function readableText(element: Element | undefined): string | undefined {
  if (element === undefined) return undefined;
  const isPlain = element.content.every((each) => typeof each === 'string');
  const { text } = htmlText(isPlain ? element.content.join('') : innerHtml(element));
  return text === '' ? undefined : text;
}

function innerHtml({ content }: Element): string {
  return content
    .map((each) =>
      typeof each === 'string'
        ? each.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
        : `<${each.name}>${innerHtml(each)}</${each.name}>`,
    )
    .join('');
}
