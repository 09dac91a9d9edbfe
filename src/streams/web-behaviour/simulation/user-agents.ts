import type { Random } from '../../../stream/random.ts';
import { weightedPick } from '../../../stream/weighted.ts';
import { AGENTS, BOTS, PARALLEL, RESOLUTIONS, type Screen, VERSIONS } from './agents.ts';

/** What a browser tells about itself. */
export interface Agent {
  readonly userAgent: string;
  /** Width and height in pixels, as 1920x1080; empty for a crawler. */
  readonly resolution: string;
}

/** Texts at even places, words in braces at odd ones. */
type Template = readonly string[];

const people = rows(AGENTS).map(([share = '', screen = '', ...words]) => ({
  share: Number(share),
  sizes: (RESOLUTIONS[isScreen(screen) ? screen : 'desktop'] ?? '').split(' '),
  template: parse(words.join(' ')),
}));
const drawPerson = weightedPick(people.map((person) => [person, person.share] as const));
const drawCrawler = weightedPick(
  rows(BOTS).map(([weight = '', ...words]) => [parse(words.join(' ')), Number(weight)] as const),
);
const versions = new Map(
  rows(VERSIONS).map(([word = '', ...values]) => [word.slice(0, -1), values.join(' ').split(' | ')] as const),
);

function rows(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
}

function isScreen(text: string): text is Screen {
  return text in RESOLUTIONS;
}

/** The browser of a person's device. */
export function drawAgent(random: Random): Agent {
  const { sizes, template } = drawPerson(random);
  return { userAgent: fill(template, random), resolution: sizes[favoured(sizes.length, random)] ?? '' };
}

/** A crawler. */
export function drawBot(random: Random): Agent {
  return { userAgent: fill(drawCrawler(random), random), resolution: '' };
}

function parse(text: string): Template {
  return text.split(/[{}]/);
}

function fill(template: Template, random: Random): string {
  if (template.length === 1) return template[0] ?? '';
  const drawn = new Map<string, number>();
  let text = template[0] ?? '';
  for (let at = 1; at < template.length; at += 2) {
    const word = template[at] ?? '';
    const group = word === 'digit' ? `digit ${at}` : (PARALLEL[word] ?? word);
    const choices = versions.get(word) ?? [''];
    const position = drawn.get(group) ?? favoured(choices.length, random);
    drawn.set(group, position);
    text += (choices[position] ?? '') + (template[at + 1] ?? '');
  }
  return text;
}

/** A position below size, geometric with ratio 0.7; the tail beyond the end is spread evenly. */
function favoured(size: number, random: Random): number {
  const position = Math.floor(random.exponential(2.8));
  return position < size ? position : random.int(0, size - 1);
}
