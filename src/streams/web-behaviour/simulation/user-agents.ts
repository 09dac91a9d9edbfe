import type { Random } from '../../../stream/random.ts';
import { weightedDraw } from '../../../stream/weighted.ts';
import { AGENTS, BOTS, PARALLEL, RESOLUTIONS, VERSIONS, type Screen } from './agents.ts';

/** What a browser tells about itself. */
export interface Agent {
  readonly userAgent: string;
  /** Width and height in pixels, as 1920x1080; empty for a crawler. */
  readonly resolution: string;
}

/** Texts at even places, words in braces at odd ones. */
type Template = readonly string[];

const templates: readonly (readonly [Screen, Template])[] = AGENTS.map(([, screen, text]) => [screen, parse(text)]);
const drawTemplate = weightedDraw(AGENTS.map(([share]) => share));
const crawlers: readonly Template[] = BOTS.map(([text]) => parse(text));
const drawCrawler = weightedDraw(BOTS.map(([, weight]) => weight));

/** The browser of a person's device. */
export function drawAgent(random: Random): Agent {
  const [screen, template] = templates[drawTemplate(random)] ?? (['phone', ['']] as const);
  return { userAgent: fill(template, random), resolution: favourFirst(RESOLUTIONS[screen], random) };
}

/** A crawler. */
export function drawBot(random: Random): Agent {
  return { userAgent: fill(crawlers[drawCrawler(random)] ?? [''], random), resolution: '' };
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
    const choices = VERSIONS[word] ?? [''];
    const position = drawn.get(group) ?? favoured(choices.length, random);
    drawn.set(group, position);
    text += (choices[position] ?? '') + (template[at + 1] ?? '');
  }
  return text;
}

function favourFirst(choices: readonly string[], random: Random): string {
  return choices[favoured(choices.length, random)] ?? '';
}

/** A position below size, geometric with ratio 0.7; the tail beyond the end is spread evenly. */
function favoured(size: number, random: Random): number {
  const position = Math.floor(random.exponential(2.8));
  return position < size ? position : random.int(0, size - 1);
}
