import type { Random } from '../../../stream/random.ts';
import { type WeightedDraw, zipfDraw } from '../../../stream/weighted.ts';

const list = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** Hashtags of every day, the most used first. */
const EVERYDAY = list(`
  photography music art nature travel food love cats news football coffee books gaming fashion fitness weekend coding
  movies sunset dogs memes design opensource science history poetry running cooking politics architecture climate
  cycling vintage podcast startup plants sky filmphotography vegan knitting astronomy typography interiordesign homedecor
  lighting lamps minimalism cosyhome jazz vinyl gardening birdwatching hiking trains urbanism data javascript rustlang
  linux privacy comics anime drawing watercolor streetart pottery baking tea whisky chess tennis basketball marathon yoga
  mentalhealth parenting teachers nursing space mars ocean rewilding bees mushrooms mountains snow rain autumn spring
`);

/** The same in other languages. */
const LOCAL: Readonly<Record<string, readonly string[]>> = {
  de: list(
    'Fotografie Musik Wochenende Fußball Kaffee Bücher Natur Reisen Katzen Feierabend Tatort Wetter Klima Fahrrad Bahn Wohnen',
  ),
  es: list(
    'fotografía música fútbol libros viajes comida amor gatos noticias cine arte poesía playa café diseño hogar',
  ),
  fr: list(
    'photographie musique cinéma lecture voyage cuisine chats météo politique football café nature déco vélo mer',
  ),
  pt: list(
    'fotografia música futebol livros viagem comida amor gatos notícias cinema praia café bomdia decoração',
  ),
  id: list(
    'fotografi musik bola buku wisata kuliner cinta kucing berita film pantai kopi semangatpagi rumah',
  ),
  ja: list('写真 音楽 猫 散歩 カフェ 読書 旅行 映画 料理 おはよう 空 インテリア 照明 猫のいる暮らし'),
  ar: list('تصوير موسيقى قهوة كتب سفر طعام صباح_الخير أخبار كرة_القدم فن شعر ديكور'),
  it: list('fotografia musica calcio libri viaggi cucina amore gatti notizie cinema mare caffè casa design'),
};

interface Tags {
  readonly names: readonly string[];
  readonly draw: WeightedDraw;
}

const EXPONENT = 1.05;
const tagsByLanguage = new Map<string, Tags>();

/** A hashtag of every day, without #: those of the language before those that everybody uses, by Zipf's law. */
export function everydayTag(random: Random, language: string): string {
  let tags = tagsByLanguage.get(language);
  if (tags === undefined) {
    const names = [...(LOCAL[language] ?? []), ...EVERYDAY];
    tags = { names, draw: zipfDraw(names.length, EXPONENT) };
    tagsByLanguage.set(language, tags);
  }
  return tags.names[tags.draw(random)] ?? 'news';
}

/** Another way to spell a tag: one in five is typed in lower case, one in thirty in capitals. */
export function spelt(random: Random, tag: string): string {
  const draw = random.uniform();
  if (draw < 0.2) return tag.toLowerCase();
  return draw < 0.233 ? tag.toUpperCase() : tag;
}
