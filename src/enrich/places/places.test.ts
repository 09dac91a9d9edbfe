import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRIES, countryByIso2 } from '../countries.ts';
import { foldName } from './fold.ts';
import { gazetteer } from './gazetteer.ts';
import { nearestCity } from './nearest.ts';
import { placeOfPoint, placeOfText } from './places.ts';

/** `city|country|state`, with - for what is not known. */
function read(location: string): string {
  const { city, country, us_state } = placeOfText(location);
  return [city, country, us_state].map((part) => part ?? '-').join('|');
}

/** One case a line: location => city|country|state. */
function cases(table: string): (readonly [string, string])[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [location = '', expected = ''] = line.trim().split(' => ');
      return [location, expected] as const;
    });
}

describe('placeOfText: whole words', () => {
  it.each(
    cases(`
      Berlin => Berlin|DE|-
      berlin => Berlin|DE|-
      Indiana => -|US|IN
      Indianapolis, IN => Indianapolis|US|IN
      Berlin 🐻 => Berlin|DE|-
      Berliner => -|-|-
      Parisian at heart => -|-|-
      Maine Coon lover => -|-|-
      Comedian => -|-|-
    `),
  )('%s', (location, expected) => expect(read(location)).toBe(expected));
});

describe('placeOfText: what stands beside a name decides', () => {
  it.each(
    cases(`
      Paris => Paris|FR|-
      Paris, TX => Paris|US|TX
      Paris TX => Paris|US|TX
      Paris, Texas => Paris|US|TX
      Paris, France => Paris|FR|-
      London => London|GB|-
      London, ON => London|CA|-
      London, Ontario => London|CA|-
      London Ontario => London|CA|-
      London, Canada => London|CA|-
      London, UK => London|GB|-
      Birmingham => Birmingham|GB|-
      Birmingham, AL => Birmingham|US|AL
      Portland => Portland|US|OR
      Portland, ME => Portland|US|ME
      Moscow => Moscow|RU|-
      Moscow, ID => Moscow|US|ID
      Athens, GA => Athens|US|GA
      Athens, Greece => Athens|GR|-
      Vancouver => Vancouver|CA|-
      Vancouver, WA => Vancouver|US|WA
      Dublin, CA => Dublin|US|CA
      Melbourne, Victoria => Melbourne|AU|-
      Victoria, BC => Victoria|CA|-
      Perth, Scotland => Perth|GB|-
      Valencia, España => Valencia|ES|-
      San José, Costa Rica => San José|CR|-
      Guadalajara, Jalisco => Guadalajara|MX|-
      Belo Horizonte, MG => Belo Horizonte|BR|-
      München, Bayern => Munich|DE|-
      Santiago Chile => Santiago|CL|-
      Mumbai, IN => Mumbai|IN|-
      Jakarta, ID => Jakarta|ID|-
      Toronto, CA => Toronto|CA|-
      Los Angeles, CA => Los Angeles|US|CA
      Seattle, Washington => Seattle|US|WA
      🇨🇦 London => London|CA|-
    `),
  )('%s', (location, expected) => expect(read(location)).toBe(expected));
});

describe('placeOfText: codes', () => {
  it.each(
    cases(`
      Chennai, TN => Chennai|IN|-
      Torino, TO => Turin|IT|-
      Nashville, TN => Nashville|US|TN
      Smallville, KS => -|US|KS
      Orange County, CA => -|US|CA
      Kleinkleckersdorf, AT => -|AT|-
      Kleinkleckersdorf, DE => -|-|-
    `),
  )('%s', (location, expected) => expect(read(location)).toBe(expected));
});

describe('placeOfText: names that several places share', () => {
  it.each(
    cases(`
      Springfield => -|US|-
      Springfield, USA => -|US|-
      Springfield, IL => Springfield|US|IL
      Springfield, Missouri => Springfield|US|MO
      Cambridge => -|-|-
      Cambridge, MA => Cambridge|US|MA
      Cambridge, England => Cambridge|GB|-
      Georgia => -|US|GA
      Georgia, USA => -|US|GA
      Georgia 🇬🇪 => -|GE|-
      Republic of Georgia => -|GE|-
      Tbilisi, Georgia => Tbilisi|GE|-
      Atlanta, Georgia => Atlanta|US|GA
      Washington => -|US|WA
      Washington, DC => Washington|US|DC
      Washington D.C. => Washington|US|DC
      New York => New York City|US|NY
      New York, NY => New York City|US|NY
      Upstate New York => -|US|NY
      Mexico => -|MX|-
      Ontario => -|CA|-
      Singapore => Singapore|SG|-
      Cali => Cali|CO|-
      Philadelphia => Philadelphia|US|PA
      Odessa => Odesa|UA|-
      Odessa, TX => Odessa|US|TX
      Victoria => -|AU|-
      Columbia, SC => Columbia|US|SC
      Granada => Granada|ES|-
      Surrey, Canada => Surrey|CA|-
      Newcastle => Newcastle upon Tyne|GB|-
      Newcastle, NSW => Newcastle|AU|-
      Cali, USA => -|US|CA
      Lagos | London => Lagos|NG|-
      London / Lagos => London|GB|-
    `),
  )('%s', (location, expected) => expect(read(location)).toBe(expected));
});

describe('placeOfText: countries, divisions, flags', () => {
  it.each(
    cases(`
      USA => -|US|-
      US => -|US|-
      U.S.A. => -|US|-
      United States of America => -|US|-
      us => -|-|-
      UK => -|GB|-
      uk => -|GB|-
      England => -|GB|-
      Deutschland => -|DE|-
      Allemagne => -|DE|-
      Alemania => -|DE|-
      España => -|ES|-
      Brasil => -|BR|-
      Türkiye => -|TR|-
      Turkey => -|TR|-
      ドイツ => -|DE|-
      日本 => -|JP|-
      مصر => -|EG|-
      भारत => -|IN|-
      Россия => -|RU|-
      대한민국 => -|KR|-
      GBR => -|GB|-
      DEU => -|DE|-
      Texas => -|US|TX
      TX => -|US|TX
      California, USA => -|US|CA
      🇺🇸 Texas => -|US|TX
      Deep in the heart of Texas => -|US|TX
      West Virginia => -|US|WV
      North Carolina => -|US|NC
      South Africa => -|ZA|-
      Bavaria => -|DE|-
      Québec => -|CA|-
      Kerala, India => -|IN|-
      🇩🇪 => -|DE|-
      🇺🇸🇺🇸 => -|US|-
      Österreich 🇦🇹 => -|AT|-
      🏴󠁧󠁢󠁳󠁣󠁴󠁿 => -|GB|-
      🇩🇪🇫🇷 => -|-|-
      🇽🇽 => -|-|-
      CA => -|-|-
      IN => -|-|-
      DE => -|-|-
    `),
  )('%s', (location, expected) => expect(read(location)).toBe(expected));
});

describe('placeOfText: nicknames', () => {
  it.each(
    cases(`
      NYC => New York City|US|NY
      NYC 🗽 => New York City|US|NY
      nyc => New York City|US|NY
      LA => Los Angeles|US|CA
      L.A. ☀️ => Los Angeles|US|CA
      la => -|-|-
      New Orleans, LA => New Orleans|US|LA
      SF => San Francisco|US|CA
      SF Bay Area => -|US|CA
      ATL 🍑 => Atlanta|US|GA
      DC => Washington|US|DC
      PDX => Portland|US|OR
      Philly => Philadelphia|US|PA
      NOLA => New Orleans|US|LA
      CDMX => Mexico City|MX|-
      BCN => Barcelona|ES|-
      Jogja => Yogyakarta|ID|-
      Bombay => Mumbai|IN|-
      YYZ => Toronto|CA|-
      HK => Hong Kong|HK|-
    `),
  )('%s', (location, expected) => expect(read(location)).toBe(expected));
});

describe('placeOfText: other languages and scripts', () => {
  it.each(
    cases(`
      Cologne => Köln|DE|-
      Koeln => Köln|DE|-
      KÖLN => Köln|DE|-
      Wien => Vienna|AT|-
      Genève, Suisse => Geneva|CH|-
      Firenze => Florence|IT|-
      København => Copenhagen|DK|-
      St Petersburg, FL => St. Petersburg|US|FL
      Saint-Étienne => Saint-Étienne|FR|-
      Aix en Provence => Aix-en-Provence|FR|-
      東京 => Tokyo|JP|-
      東京都 => Tokyo|JP|-
      日本 東京 => Tokyo|JP|-
      日本東京都 => Tokyo|JP|-
      大阪市 => Osaka|JP|-
      中国北京 => Beijing|CN|-
      台北 => Taipei|TW|-
      서울 => Seoul|KR|-
      Москва => Moscow|RU|-
      Россия, Москва => Moscow|RU|-
      القاهرة => Cairo|EG|-
      القاهرة، مصر => Cairo|EG|-
      دبي 🇦🇪 => Dubai|AE|-
      מוסקבה => Moscow|RU|-
      Αθήνα => Athens|GR|-
    `),
  )('%s', (location, expected) => expect(read(location)).toBe(expected));
});

describe('placeOfText: words around a name', () => {
  it.each(
    cases(`
      South London => London|GB|-
      Greater Manchester => Manchester|GB|-
      in London => London|GB|-
      they/them | London => London|GB|-
      living my best life in London => London|GB|-
      Chicago area => Chicago|US|IL
      bei München => Munich|DE|-
      Exil-Berliner in Wien => Vienna|AT|-
      nowhere, Kansas => -|US|KS
      ÜT: 40.71,-74.00 => New York City|US|NY
    `),
  )('%s', (location, expected) => expect(read(location)).toBe(expected));
});

describe('placeOfText: no place', () => {
  const nowhere =
    'the moon;The Moon 🌙;everywhere;nowhere;he/him;she/her;they/them;Internet;the internet;🌍;in your walls;your dms;' +
    'somewhere over the rainbow;worldwide;404 not found;planet earth;Earth;hell probably;home;Home 🏠;between books;not here;' +
    'heaven;in my head;Wakanda;Hogwarts;Narnia;localhost;127.0.0.1;127.0.0.1:8080;null;undefined;-;...;🌈✨;☕ & 📚;my bed;' +
    'Nice;split;a;I;God;man;paradise;The Matrix;Team Jordan;#blacklivesmatter;https://example.com;@someone';

  it.each(nowhere.split(';'))('%s', (location) => expect(read(location)).toBe('-|-|-'));

  it('is in an empty text, nor in blanks', () => {
    expect(read('')).toBe('-|-|-');
    expect(read(' \n\t ')).toBe('-|-|-');
  });

  it('is a word of every day only together with its country or division', () => {
    expect(read('Nice, France')).toBe('Nice|FR|-');
    expect(read('Reading, UK')).toBe('Reading|GB|-');
    expect(read('Mobile, AL')).toBe('Mobile|US|AL');
  });
});

describe('placeOfText: whatever is written', () => {
  it('answers with a country of ISO 3166-1 or none, a state only in the USA, and never fails', () => {
    const words = fc.constantFrom(
      'Paris',
      'TX',
      '🇩🇪',
      ',',
      '東京',
      'of',
      'Georgia',
      'CA',
      '/',
      'القاهرة',
      'NYC',
      '\ud800',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(words, { maxLength: 8 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { city, country, us_state } = placeOfText(text);
        if (country !== null) expect(countryByIso2(country)).toBeDefined();
        else expect([city, us_state]).toEqual([null, null]);
        if (us_state !== null) expect([country, us_state.length]).toEqual(['US', 2]);
      }),
      { numRuns: 2000 },
    );
  });

  it('is quick with a megabyte of text', () => {
    const began = performance.now();
    placeOfText('Paris, '.repeat(150_000));
    placeOfText('🇩🇪'.repeat(250_000));
    placeOfText('東'.repeat(1_000_000));
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('finds every large city by its name and country', () => {
    const { names, countries, populations } = gazetteer();
    const countryNames = new Map(COUNTRIES.map(({ iso2, name }) => [iso2, name]));
    const wrong: string[] = [];
    let asked = 0;
    for (const [city, name] of names.entries()) {
      const country = countries[city] ?? '';
      if ((populations[city] ?? 0) < 500_000) continue;
      asked++;
      const text = `${name}, ${countryNames.get(country) ?? ''}`;
      if (placeOfText(text).country !== country) wrong.push(`${text} => ${read(text)}`);
    }
    expect(asked).toBeGreaterThan(900);
    expect(wrong).toEqual([]);
  });
});

describe('placeOfPoint', () => {
  const at = (lat: number, lon: number): string =>
    Object.values(placeOfPoint(lat, lon))
      .map((part) => part ?? '-')
      .join('|');

  it('is the nearest populated place, districts counting as their city', () => {
    expect(at(52.52, 13.4)).toBe('Berlin|DE|-');
    expect(at(52.5, 13.39)).toBe('Berlin|DE|-');
    expect(at(51.51, -0.13)).toBe('London|GB|-');
    expect(at(35.68, 139.69)).toBe('Tokyo|JP|-');
    expect(at(40.71, -74.01)).toBe('New York City|US|NY');
    expect(at(40.72, -74.05)).toBe('Jersey City|US|NJ');
    expect(at(33.66, -95.56)).toBe('Paris|US|TX');
    expect(at(-33.87, 151.21)).toBe('Sydney|AU|-');
  });

  it('is nowhere on the open sea, at the poles, or where no point is', () => {
    for (const [lat, lon] of [
      [0, 0],
      [30, -40],
      [90, 0],
      [-90, 12],
      [91, 0],
      [0, 181],
      [Number.NaN, 0],
      [0, Number.NaN],
      [Number.POSITIVE_INFINITY, 0],
    ] as const) {
      expect(at(lat, lon), `${lat} ${lon}`).toBe('-|-|-');
    }
  });

  it('has no city, but a country, between 50 and 100 km from the next city', () => {
    expect(at(38.5, -100.5)).toBe('-|US|KS');
  });

  it('finds what looking at every city finds, also over the date line and near the poles', () => {
    const { names, latitudes, longitudes, districts } = gazetteer();
    const unit = (lat: number, lon: number): [number, number, number] => {
      const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
      return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
    };
    const points = names.map((_, city) => unit(latitudes[city] ?? 0, longitudes[city] ?? 0));
    const bruteForce = (lat: number, lon: number): number => {
      const [x, y, z] = unit(lat, lon);
      let least = Number.POSITIVE_INFINITY;
      for (const [city, [px, py, pz]] of points.entries()) {
        if (districts[city] !== 1) least = Math.min(least, (px - x) ** 2 + (py - y) ** 2 + (pz - z) ** 2);
      }
      return 2 * 6371 * Math.asin(Math.sqrt(least) / 2);
    };
    const anywhere = fc.tuple(
      fc.double({ min: -90, max: 90, noNaN: true }),
      fc.double({ min: -180, max: 180, noNaN: true }),
    );
    const nearCity = fc
      .tuple(
        fc.nat(names.length - 1),
        fc.double({ min: -0.6, max: 0.6, noNaN: true }),
        fc.double({ min: -0.6, max: 0.6, noNaN: true }),
      )
      .map(([city, up, right]): [number, number] => {
        const lon = (longitudes[city] ?? 0) + right;
        return [(latitudes[city] ?? 0) + up, lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon];
      });
    const dateLine = fc.tuple(
      fc.double({ min: -50, max: 68, noNaN: true }),
      fc.constantFrom(179.9, -179.9, 178.5, -178.2, 180, -180),
    );
    fc.assert(
      fc.property(fc.oneof(anywhere, nearCity, dateLine), ([lat, lon]) => {
        const expected = bruteForce(lat, lon);
        const found = nearestCity(lat, lon, 100);
        if (expected > 100) expect(found).toBeUndefined();
        else expect(found?.km).toBeCloseTo(expected, 3);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the gazetteer', () => {
  it('has all cities of 15,000 people and more, with positions on the globe', () => {
    const { names, populations, latitudes, longitudes, countries } = gazetteer();
    expect(names.length).toBeGreaterThan(30_000);
    expect(populations.every((people) => people >= 15_000 && people < 40_000_000)).toBe(true);
    expect(latitudes.every((degrees) => Math.abs(degrees) <= 90)).toBe(true);
    expect(longitudes.every((degrees) => Math.abs(degrees) <= 180)).toBe(true);
    expect(new Set(countries).size).toBeGreaterThan(200);
  });

  it('folds names so that folding again changes nothing', () => {
    expect(foldName("St. John's")).toBe('saint johns');
    expect(foldName('Łódź')).toBe('lodz');
    expect(foldName('ẞtraße')).toBe('sstrasse');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => foldName(foldName(text)) === foldName(text)),
    );
  });
});
