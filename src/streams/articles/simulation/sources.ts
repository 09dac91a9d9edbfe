import { type Random, seededRandom } from '../../../stream/random.ts';
import { weightedPick } from '../../../stream/weighted.ts';
import { personName } from '../../simulated-world/names.ts';

/** An invented newspaper or agency; its host lies below a domain kept for examples (RFC 2606). */
export interface NewsSource {
  readonly name: string;
  readonly host: string;
  /** ISO 639-1. */
  readonly language: string;
  /** Its reporters; agencies sign with their own name. */
  readonly reporters: readonly string[];
}

/** Share, language, host, name. */
const TABLE = `
16 en www.morningledger.example The Morning Ledger
12 en www.harbourtimes.example Harbour Times
10 en www.dailyecho.example Daily Echo
9 en wire.globepress.example Globe Press Agency
8 en www.circuitweekly.example Circuit Weekly
6 en www.touchline.example Touchline
5 en www.prairiepost.example Prairie Post
12 de www.abendkurier.example Abendkurier
7 de www.der-anzeiger.example Der Anzeiger
9 es www.elfaro.example El Faro Diario
6 es www.lajornadasur.example La Jornada Sur
8 fr www.lecourrierdujour.example Le Courrier du Jour
5 fr www.lavigie.example La Vigie
5 id www.kabarnusa.example Kabar Nusa
`;

const REPORTERS = 14;

function readSource(row: string): readonly [NewsSource, number] {
  const [share = '', language = '', host = '', ...name] = row.split(' ');
  const random = seededRandom(`reporters of ${host}`);
  const reporters = Array.from({ length: REPORTERS }, () => personName(random, language));
  return [{ name: name.join(' '), host, language, reporters }, Number(share)];
}

const SOURCES = TABLE.trim().split('\n').map(readSource);
const drawAny = weightedPick(SOURCES);

/** A source, as often as it publishes. */
export function drawSource(random: Random): NewsSource {
  return drawAny(random);
}

/** Languages that articles are written in. */
export const ARTICLE_LANGUAGES: readonly string[] = [...new Set(SOURCES.map(([{ language }]) => language))];
