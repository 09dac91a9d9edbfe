import type { Random } from '../../stream/random.ts';

/**
 * The people and companies of the simulated world are invented; cities, countries and public institutions are real,
 * so that a gazetteer and a recogniser of names find what they would find in recorded posts.
 */

const words = (text: string): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

interface NamePool {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

const pool = (first: string, last: string): NamePool => ({ first: words(first), last: words(last) });

/** Given and family names by language. */
const NAMES: Readonly<Record<string, NamePool>> = {
  en: pool(
    'Amelia, Oliver, Grace, Ethan, Maya, Caleb, Zoe, Marcus, Harper, Declan, Priya, Jamal, Nadia, Theo, Ruby, Dylan, Imani, Logan, Freya, Owen, Chloe, Malik, Hazel, Tyler, Esther, Rohan',
    'Hartley, Okafor, Bennett, Whitfield, Morgan, Delaney, Prescott, Ashworth, Carver, Nguyen, Sinclair, Mercer, Holloway, Patel, Lockwood, Fraser, Vance, Ramsey, Thornton, Adeyemi, Kessler, Quinn, Barlow, Sutton',
  ),
  de: pool(
    'Lena, Jonas, Katharina, Lukas, Mia, Felix, Annika, Moritz, Greta, Tobias, Selin, Emre, Johanna, Niklas, Frieda, Matthias, Clara, Sebastian, Paula, Henrik',
    'Brandt, Vogel, Lindner, Seidel, Krämer, Hoffstett, Yıldız, Baumann, Reuter, Winkler, Busch, Schreiber, Engelhardt, Pohl, Dietrich, Sommer, Arndt, Kühn, Ehlers, Thiele',
  ),
  es: pool(
    'Lucía, Mateo, Valentina, Diego, Camila, Javier, Sofía, Andrés, Martina, Hugo, Ximena, Pablo, Elena, Rodrigo, Daniela, Álvaro, Renata, Ignacio',
    'Castellanos, Herrera, Ibáñez, Quiroga, Montoya, Salcedo, Rivas, Peñalver, Cárdenas, Fuentes, Arriaga, Valdés, Núñez, Olmedo, Zamora, Becerra',
  ),
  fr: pool(
    'Camille, Louis, Manon, Théo, Inès, Antoine, Chloé, Baptiste, Juliette, Karim, Élodie, Hugo, Amandine, Mathieu, Léa, Yanis',
    'Moreau, Lefèvre, Girard, Chevalier, Rousselet, Benali, Fontaine, Mercier, Delorme, Perrin, Aubert, Marchand, Besson, Diallo, Vasseur, Roche',
  ),
  it: pool(
    'Giulia, Lorenzo, Chiara, Matteo, Sara, Davide, Elisa, Riccardo, Martina, Stefano, Alessia, Tommaso',
    'Bellini, Ferrante, Marchetti, Gallo, Santoro, Ricci, Barbieri, Lombardi, Fabbri, Moretti, Vitale, Conti',
  ),
  pt: pool(
    'Beatriz, Tiago, Mariana, Rafael, Larissa, Gustavo, Inês, Thiago, Carolina, Bruno, Letícia, Duarte',
    'Almeida, Figueiredo, Carvalho, Teixeira, Nascimento, Moura, Barros, Vasconcelos, Pacheco, Antunes, Rezende, Lima',
  ),
  id: pool(
    'Putri, Bagus, Dewi, Rizky, Ayu, Fajar, Siti, Andi, Ratna, Yoga, Intan, Bayu',
    'Pratama, Wijaya, Lestari, Saputra, Hidayat, Kusuma, Maharani, Nugroho, Anggraini, Setiawan, Permata, Siregar',
  ),
  ja: pool(
    '美咲, 陽斗, 結衣, 蓮, 葵, 大輝, 陽菜, 翔太, 莉子, 健太',
    '佐藤, 高橋, 渡辺, 小林, 中村, 松本, 井上, 清水, 森田, 長谷川',
  ),
  ar: pool(
    'ليلى, أحمد, مريم, يوسف, نور, خالد, سارة, عمر, هدى, سامي',
    'المنصوري, حداد, الخطيب, درويش, العلي, منصور, الفاسي, بن سالم, القاسم, النجار',
  ),
};

const NO_NAMES: NamePool = { first: ['Alex'], last: ['Morgan'] };

/** A person's name, as people of the language are called. */
export function personName(random: Random, language: string): string {
  const { first, last } = NAMES[language] ?? NAMES['en'] ?? NO_NAMES;
  const given = random.pick(first);
  const family = random.pick(last);
  return language === 'ja' ? `${family}${given}` : `${given} ${family}`;
}

/** Invented companies. */
export const COMPANIES = words(
  'Nimbus Cloud, Halden Energy, Brightwell Foods, Orbis Telecom, Verano Airlines, Kestrel Bank, Tidewater Rail, Lumen Motors, Polaris Games, Fernhill Health, Cobalt Robotics, Aster Media, Northgate Logistics, Solenne Cosmetics, Quarry Street Capital, Marlowe Pharma',
);

/** Invented companies whose service people notice when it is down. */
export const SERVICES = words(
  'Nimbus Cloud, Orbis Telecom, Kestrel Bank, Polaris Games, Verano Airlines, Aster Media',
);

/** Real public bodies, only ever mentioned without a judgement. */
export const INSTITUTIONS = words(
  'NATO, UNICEF, the World Bank, the European Commission, the WHO, UNESCO, the Red Cross, the OECD, the European Central Bank, the World Meteorological Organization',
);

/** Invented shops for lamps, beside the simulated one. */
export const RIVALS = words('Kveld, Brightwell Lights, Osprey & Oak');

/** Invented clubs, by the city they are from. */
export const TEAMS = words(
  'FC Hamburg 04, Atlético Lavapiés, Porto Marítimo, Leeds Rovers, Olympique Croix-Rousse, Torino Nord, Jakarta Elang, Osaka Cranes, Boston Harriers, Austin Comets, Rio Verde, Cairo Falcons',
);

/** Invented films and series. */
export const FILMS = words(
  'The Salt Road, Paper Harbour, A Winter in Tbilisi, Nightjar, The Last Ferry, Copper Sky, Eleven Doors, Low Tide, The Cartographer, Half a Moon',
);

/** Cities by language, each as its speakers write it. */
export const CITIES: Readonly<Record<string, readonly string[]>> = {
  en: words(
    'London, New York, Chicago, Toronto, Sydney, Manchester, Austin, Seattle, Dublin, Melbourne, Boston, Glasgow, Denver, Cape Town, Mumbai, Berlin, Paris, Tokyo',
  ),
  de: words(
    'Berlin, Hamburg, München, Köln, Leipzig, Wien, Zürich, Stuttgart, Dresden, Frankfurt, Bremen, Graz',
  ),
  es: words(
    'Madrid, Barcelona, Sevilla, Valencia, Bogotá, Buenos Aires, Lima, Santiago, Guadalajara, Medellín, Bilbao',
  ),
  fr: words(
    'Paris, Lyon, Marseille, Toulouse, Nantes, Bordeaux, Lille, Bruxelles, Genève, Montréal, Strasbourg',
  ),
  it: words('Milano, Roma, Torino, Napoli, Bologna, Firenze, Palermo, Verona'),
  pt: words('Lisboa, Porto, São Paulo, Rio de Janeiro, Belo Horizonte, Curitiba, Recife, Coimbra'),
  id: words('Jakarta, Bandung, Surabaya, Yogyakarta, Medan, Denpasar, Bogor, Makassar'),
  ja: words('東京, 大阪, 京都, 横浜, 福岡, 札幌, 名古屋, 仙台'),
  ar: words('القاهرة, دبي, الرياض, بيروت, عمّان, الدار البيضاء, تونس, بغداد'),
};

/** A city that speakers of the language talk about. */
export function cityName(random: Random, language: string): string {
  return random.pick(CITIES[language] ?? CITIES['en'] ?? ['London']);
}
