import { type Random, seededRandom } from '../../../stream/random.ts';
import { zipfDraw } from '../../../stream/weighted.ts';

/** A choice a product offers, ready to be put into an event. */
export interface Choice {
  /** The member of `option` as JSON text, one per value. */
  readonly json: readonly string[];
  /** The part of the page's query that selects it, one per value. */
  readonly query: readonly string[];
}

interface Category {
  readonly path: string;
  readonly noun: string;
  /** Median price in euro. */
  readonly price: number;
  readonly choices: readonly Choice[];
}

/** What the simulated shop sells. All parallel lists are indexed by the product's position, 0 to size - 1. */
export interface Assortment {
  readonly size: number;
  readonly ids: readonly string[];
  /** File name of the product's page. */
  readonly pages: readonly string[];
  readonly category: Uint8Array;
  /** Price in euro cents. */
  readonly cents: Uint32Array;
  readonly categories: readonly Category[];
  /** Draws a product by Zipf's law. */
  draw(random: Random): number;
}

const SIZE = 20_000;
/** Choices by label, with their values. */
const CHOICES: Readonly<Record<string, string>> = {
  finish: 'brass black white chrome copper oak smoked-glass linen',
  size: 'small medium large extra-large',
  bulb: '2700k-warm 3000k-soft 4000k-neutral dimmable-warm smart-colour',
  cable: '1-5-m 2-m 3-m 5-m',
};

/** Page, noun, median price in euro, the two choices. The first ones have the most products. */
const CATEGORIES = `
pendant-lights pendant 189 finish cable
table-lamps table-lamp 119 finish bulb
floor-lamps floor-lamp 249 finish bulb
wall-lights wall-light 95 finish bulb
ceiling-lights ceiling-light 159 finish size
chandeliers chandelier 640 finish size
desk-lamps desk-lamp 89 finish bulb
outdoor-lights outdoor-light 79 finish size
string-lights string-light 29 cable bulb
shades shade 45 finish size
`;

const NAMES = (
  'alba aria astra aura bela bryn cala cleo cora dalia dune elara elio ember enna faro fiora freya gaia ' +
  'halo hedda iris isla juno kaia kira lena linnea livia luca lumi luna maia mara mira nora nova odin olea ' +
  'orla petra pia quin ravi rhea romy saga selma sol stella sunna tara thea tilda ulla vega vela vera wilma ' +
  'yara ylva zara zeno zoe'
).split(' ');

let made: Assortment | undefined;

/** The shop's 20,000 products: the same in every simulation, whatever its seed, so that pages stay where they are. */
export function assortment(): Assortment {
  made ??= makeAssortment();
  return made;
}

function makeAssortment(): Assortment {
  const random = seededRandom('lumera products');
  const categories = CATEGORIES.trim().split('\n').map(readCategory);
  const ids: string[] = [];
  const pages: string[] = [];
  const category = new Uint8Array(SIZE);
  const cents = new Uint32Array(SIZE);
  for (let product = 0; product < SIZE; product++) {
    const place = Math.min(random.int(0, 11), random.int(0, 11), 9);
    const { noun, price } = categories[place] ?? { noun: 'lamp', price: 100 };
    const id = String(84_000 + product);
    category[product] = place;
    cents[product] = Math.max(5, Math.round(price * Math.exp(random.normal(0, 0.55)))) * 100;
    ids.push(id);
    pages.push([random.pick(NAMES), noun, id].join('-'));
  }
  const byRank = random.shuffle(Array.from({ length: SIZE }, (_, product) => product));
  const rank = zipfDraw(SIZE, 0.9);
  return { size: SIZE, ids, pages, category, cents, categories, draw: (from) => byRank[rank(from)] ?? 0 };
}

function readCategory(line: string, place: number): Category {
  const [path = '', noun = '', price, ...labels] = line.split(' ');
  const choices = labels.map((label, at) => makeChoice(label, 330 + place * 10 + at));
  return { path, noun, price: Number(price), choices };
}

function makeChoice(label: string, optionId: number): Choice {
  const values = (CHOICES[label] ?? '').split(' ');
  return {
    json: values.map((value, at) => {
      const valueId = optionId * 100 + at;
      return [
        `{"option_id":"${optionId}","option_label":"${label}"`,
        `"value_id":"${valueId}","value_label":"${value}"}`,
      ].join(',');
    }),
    query: values.map((value) => `${label}=${value}`),
  };
}
