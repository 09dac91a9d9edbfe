import { CrosscurrentError } from '../../event/errors.ts';
import { Lexicon } from './lexicon.ts';

/**
 * The file of a trained model, little endian:
 *
 * | bytes | what |
 * | --- | --- |
 * | 4 | `CCS1` |
 * | u32 | bits b of the table: it has 2^b places |
 * | f32 | what a weight of 1 stands for |
 * | 4 f32 | how much each list counts: words, phrases, characters, style |
 * | 2 f32 | slope of the calibration: negative, positive |
 * | 2 f32 | offset of the calibration: negative, positive |
 * | u32 | words n of the lexicon |
 * | n i32, n i8 | their hashes and valences in tenths |
 * | 2^b / 8 | a bit for each place of the table: 1 where it has weights |
 * | 1 or 3 | for each such place the weights of negative and of positive, neutral being 0: both + 8 in the low and the high half of |
 * |        | a byte where they are within -7..7, else a byte 0 and each as an i8 |
 */
export interface Weights {
  /** 2^bits places. */
  readonly bits: number;
  /** Two for each place: negative and positive, each against neutral. */
  readonly table: Int8Array;
  readonly unit: number;
  /** Of words, phrases, characters, style. */
  readonly shares: readonly [number, number, number, number];
  readonly calibration: Calibration;
  readonly lexicon: LexiconEntries;
}

/** Log-odds against neutral = slope x score + offset. */
export interface Calibration {
  readonly slopes: readonly [negative: number, positive: number];
  readonly offsets: readonly [negative: number, positive: number];
}

export interface LexiconEntries {
  readonly hashes: Int32Array;
  readonly tenths: Int8Array;
}

const MAGIC = 0x31534343;
const NUMBERS = 9;
const HEAD = 8 + NUMBERS * 4 + 4;

/** The bytes of a model's file. */
export function encodeWeights(weights: Weights): Uint8Array {
  const { bits, table, lexicon } = weights;
  const places = 2 ** bits;
  const present = new Uint8Array(places / 8);
  const values: number[] = [];
  for (let place = 0; place < places; place += 1) {
    const [negative = 0, positive = 0] = [table[place * 2], table[place * 2 + 1]];
    if (negative === 0 && positive === 0) continue;
    present[place >> 3] = (present[place >> 3] ?? 0) | (1 << (place & 7));
    if (isSmall(negative) && isSmall(positive)) values.push((negative + 8) | ((positive + 8) << 4));
    else values.push(0, negative, positive);
  }
  const entries = lexicon.hashes.length;
  const bytes = new Uint8Array(HEAD + entries * 5 + present.length + values.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, bits, true);
  const { slopes, offsets } = weights.calibration;
  for (const [index, number] of [weights.unit, ...weights.shares, ...slopes, ...offsets].entries()) {
    view.setFloat32(8 + index * 4, number, true);
  }
  view.setUint32(HEAD - 4, entries, true);
  for (const [index, hash] of lexicon.hashes.entries()) view.setInt32(HEAD + index * 4, hash, true);
  bytes.set(new Uint8Array(lexicon.tenths.buffer, lexicon.tenths.byteOffset, entries), HEAD + entries * 4);
  bytes.set(present, HEAD + entries * 5);
  bytes.set(Uint8Array.from(values), HEAD + entries * 5 + present.length);
  return bytes;
}

const isSmall = (weight: number): boolean => weight >= -7 && weight <= 7;

const damaged = (): CrosscurrentError =>
  new CrosscurrentError(
    'file_unreadable',
    'The file of the sentiment model is damaged.',
    'Install Crosscurrent again, or train the model: npm run train.',
  );

/** Reads a model's file. Throws `file_unreadable` when it is none. */
export function decodeWeights(bytes: Uint8Array): Weights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD || view.getUint32(0, true) !== MAGIC) throw damaged();
  const bits = view.getUint32(4, true);
  const number = (index: number): number => view.getFloat32(8 + index * 4, true);
  const entries = view.getUint32(HEAD - 4, true);
  const behindLexicon = HEAD + entries * 5;
  if (bits > 24 || bytes.length < behindLexicon + 2 ** bits / 8) throw damaged();
  const hashes = Int32Array.from({ length: entries }, (_, index) => view.getInt32(HEAD + index * 4, true));
  return {
    bits,
    table: readTable(bytes, behindLexicon, 2 ** bits),
    unit: number(0),
    shares: [number(1), number(2), number(3), number(4)],
    calibration: { slopes: [number(5), number(6)], offsets: [number(7), number(8)] },
    lexicon: { hashes, tenths: Int8Array.from(bytes.subarray(HEAD + entries * 4, behindLexicon)) },
  };
}

function readTable(bytes: Uint8Array, from: number, places: number): Int8Array {
  const table = new Int8Array(places * 2);
  let at = from + places / 8;
  for (let place = 0; place < places; place += 1) {
    if (((bytes[from + (place >> 3)] ?? 0) & (1 << (place & 7))) === 0) continue;
    const both = bytes[at] ?? 0;
    table[place * 2] = both === 0 ? (bytes[at + 1] ?? 0) : (both & 15) - 8;
    table[place * 2 + 1] = both === 0 ? (bytes[at + 2] ?? 0) : (both >> 4) - 8;
    at += both === 0 ? 3 : 1;
  }
  if (at !== bytes.length) throw damaged();
  return table;
}

/** The lexicon of a model's file. */
export function lexiconOf({ hashes, tenths }: LexiconEntries): Lexicon {
  return new Lexicon(hashes, tenths);
}
