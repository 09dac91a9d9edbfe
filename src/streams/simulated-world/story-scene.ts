import type { Random } from '../../stream/random.ts';
import type { Scene, Writer } from './grammar.ts';
import type { Happening } from './happenings.ts';
import { COMPANIES, cityName, FILMS, INSTITUTIONS, personName, RIVALS } from './names.ts';
import { drawProduct, type Product, SHOP_NAME } from './shop.ts';

/** What a text is about while it is written; one object is used for text after text. */
export class StoryScene implements Scene {
  readonly random: Random;
  language = 'en';
  happening: Happening | undefined;
  #product: Product | undefined;
  #person = '';
  #place = '';
  #who = '';
  #company = '';

  constructor(random: Random) {
    this.random = random;
  }

  /** Begins another text. */
  begin(language: string, happening: Happening | undefined): void {
    this.language = language;
    this.happening = happening;
    this.#product = undefined;
    this.#person = '';
    this.#place = '';
    this.#who = '';
    this.#company = '';
  }

  /** Product, person, city, company and party stay the same within a text. */
  get product(): Product {
    this.#product ??= drawProduct(this.random);
    return this.#product;
  }

  get person(): string {
    const { random, happening, language } = this;
    if (this.#person === '') this.#person = happening?.person || personName(random, language);
    return this.#person;
  }

  get place(): string {
    const { random, happening, language } = this;
    if (this.#place === '') this.#place = happening?.city || cityName(random, language);
    return this.#place;
  }

  get company(): string {
    if (this.#company === '') this.#company = this.random.pick(COMPANIES);
    return this.#company;
  }

  /** Another company. */
  get secondCompany(): string {
    const second = this.random.pick(COMPANIES);
    return second === this.company ? (COMPANIES.find((name) => name !== second) ?? second) : second;
  }

  /** In a match each side has its fans; elsewhere it is who the happening is about. */
  get who(): string {
    const { random, happening } = this;
    if (this.#who === '') {
      const { kind, organisation = '', other = '' } = happening ?? {};
      this.#who = (kind === 'match' && random.chance(0.5) ? other : organisation) || this.company;
    }
    return this.#who;
  }

  get other(): string {
    const { organisation = '', other = '' } = this.happening ?? {};
    return this.who === organisation ? other : organisation;
  }
}

const ROUND_PRICES = [
  9, 12, 15, 19, 25, 29, 35, 39, 45, 49, 59, 69, 79, 89, 99, 119, 129, 149, 179, 199, 249, 349,
];

/** Amounts as they are written, for 10 of a middling currency. */
const MONEY: Readonly<Record<string, (euro: number) => string>> = {
  en: (euro) => `$${euro}`,
  pt: (euro) => `R$ ${euro * 5}`,
  id: (euro) => `Rp${euro * 17} ribu`,
  ja: (euro) => `${euro * 160}円`,
  ar: (euro) => `${euro * 4} درهم`,
};

/** The article is English. */
function institution(random: Random, language: string): string {
  const name = random.pick(INSTITUTIONS);
  return language === 'en' ? name : name.replace(/^the /, '');
}

function price(euro: number, language: string): string {
  return MONEY[language]?.(euro) ?? `${euro} €`;
}

/** What the braces of a grammar of posts or articles may name, beside its rules. */
export const STORY_SLOTS: Readonly<Record<string, Writer<StoryScene>>> = {
  person: (scene) => scene.person,
  person2: ({ random, language }) => personName(random, language),
  place: (scene) => scene.place,
  company: (scene) => scene.company,
  company2: (scene) => scene.secondCompany,
  body: ({ random, language }) => institution(random, language),
  rival: ({ random }) => random.pick(RIVALS),
  film: ({ random, happening }) =>
    happening?.kind === 'award' && random.chance(0.7) ? happening.organisation : random.pick(FILMS),
  model: ({ product }) => product.model,
  noun: ({ product }) => product.noun,
  name: ({ happening }) => happening?.name ?? SHOP_NAME,
  tag: ({ happening }) => happening?.hashtags[0] ?? SHOP_NAME,
  who: (scene) => scene.who,
  other: (scene) => scene.other,
  n: ({ random }) => String(random.int(3, 900)),
  small: ({ random }) => String(random.int(2, 9)),
  small2: ({ random }) => String(random.int(0, 4)),
  minutes: ({ random }) => String(random.int(3, 95)),
  percent: ({ random }) => String(5 * random.int(2, 14)),
  price: ({ random, language }) => price(random.pick(ROUND_PRICES), language),
};
