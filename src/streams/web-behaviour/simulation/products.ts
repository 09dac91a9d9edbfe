import type { Random } from '../../../stream/random.ts';
import { seededRandom } from '../../../stream/random.ts';
import { zipfDraw } from '../../../stream/weighted.ts';

/** A choice a product offers, ready to be put into an event. */
interface Choice {
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

/** The simulated shop's range. All parallel lists are indexed by the product's position, 0 to size - 1. */
export interface Range {
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
const FINISHES = ['brass', 'black', 'white', 'chrome', 'copper', 'oak', 'smoked-glass', 'linen'];
const SIZES = ['small', 'medium', 'large', 'extra-large'];
const BULBS = ['2700k-warm', '3000k-soft', '4000k-neutral', 'dimmable-warm', 'smart-colour'];
const CABLES = ['1-5-m', '2-m', '3-m', '5-m'];

// biome-ignore format: a table is read by its columns
const CATEGORIES: readonly (readonly [path: string, noun: string, price: number, labels: readonly (readonly [string, readonly string[]])[]])[] = [
  ['pendant-lights', 'pendant', 189, [['finish', FINISHES], ['bulb', BULBS], ['cable', CABLES]]],
  ['table-lamps', 'table-lamp', 119, [['finish', FINISHES], ['bulb', BULBS]]],
  ['floor-lamps', 'floor-lamp', 249, [['finish', FINISHES], ['bulb', BULBS]]],
  ['wall-lights', 'wall-light', 95, [['finish', FINISHES], ['bulb', BULBS]]],
  ['ceiling-lights', 'ceiling-light', 159, [['finish', FINISHES], ['size', SIZES], ['bulb', BULBS]]],
  ['chandeliers', 'chandelier', 640, [['finish', FINISHES], ['size', SIZES], ['bulb', BULBS]]],
  ['desk-lamps', 'desk-lamp', 89, [['finish', FINISHES], ['bulb', BULBS]]],
  ['outdoor-lights', 'outdoor-light', 79, [['finish', FINISHES], ['size', SIZES]]],
  ['string-lights', 'string-light', 29, [['cable', CABLES], ['bulb', BULBS]]],
  ['shades', 'shade', 45, [['finish', FINISHES], ['size', SIZES]]],
];

// biome-ignore format: a list of words
const NAMES = [
  'alba', 'aria', 'astra', 'aura', 'bela', 'bryn', 'cala', 'cleo', 'cora', 'dalia', 'dune', 'elara', 'elio', 'ember', 'enna', 'faro',
  'fiora', 'freya', 'gaia', 'halo', 'hedda', 'iris', 'isla', 'juno', 'kaia', 'kira', 'lena', 'linnea', 'livia', 'luca', 'lumi', 'luna',
  'maia', 'mara', 'mira', 'nora', 'nova', 'odin', 'olea', 'orla', 'petra', 'pia', 'quin', 'ravi', 'rhea', 'romy', 'saga', 'selma',
  'sol', 'stella', 'sunna', 'tara', 'thea', 'tilda', 'ulla', 'vega', 'vela', 'vera', 'wilma', 'yara', 'ylva', 'zara', 'zeno', 'zoe',
];
// biome-ignore format: a list of words
const STYLES = [
  'arc', 'cone', 'disc', 'drop', 'globe', 'dome', 'ring', 'trio', 'duo', 'slim', 'grand', 'mini', 'loft', 'studio', 'classic', 'nordic',
  'retro', 'linear', 'cluster', 'cage', 'opal', 'prism', 'ribbon', 'tulip',
];

let made: Range | undefined;

/** The shop's 20,000 products: the same in every simulation, whatever its seed, so that pages stay where they are. */
export function productRange(): Range {
  made ??= makeRange();
  return made;
}

function makeRange(): Range {
  const random = seededRandom('lumera products');
  const categories = CATEGORIES.map(([path, noun, price, labels], place) => ({
    path,
    noun,
    price,
    choices: labels.map(([label, values], at) => choice(label, values, 332_000 + place * 10 + at)),
  }));
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
    pages.push(`${noun}-${random.pick(NAMES)}-${random.pick(STYLES)}-${id}.html`);
  }
  const byRank = random.shuffle(Array.from({ length: SIZE }, (_, product) => product));
  const rank = zipfDraw(SIZE, 0.95);
  return { size: SIZE, ids, pages, category, cents, categories, draw: (from) => byRank[rank(from)] ?? 0 };
}

function choice(label: string, values: readonly string[], optionId: number): Choice {
  return {
    json: values.map((value, at) => {
      const valueId = 3_000_000 + (optionId % 1000) * 100 + at;
      return `{"option_id":"${optionId}","option_label":"${label}","value_id":"${valueId}","value_label":"${value}"}`;
    }),
    query: values.map((value) => `${label}=${value}`),
  };
}
