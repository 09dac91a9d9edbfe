import { LABELS, mayFollow, OUTSIDE } from '../../../src/enrich/entities/labels.ts';
import { FILE_VERSION, MAGIC } from '../../../src/enrich/entities/model.ts';
import type { Weights } from './crf.ts';

/** What a model's file is made of, before its weights are whole numbers. */
export interface ModelParts {
  /** Hash of each feature, in the order of the weights. */
  readonly hashes: Int32Array;
  readonly weights: Weights;
  readonly words: ReadonlyMap<number, number>;
  readonly phrases: ReadonlyMap<number, number>;
  /** Taken from the weight of the label outside: more is found, and less of it is right. */
  readonly boldness: number;
}

/** A weight of 1 is this number in the file; weights beyond 127 / 32 are cut there. */
const UNIT = 32;
/** Features whose weights are all smaller are left out. */
const SMALLEST = 2;

/** Writes a model as readModel reads it. Everything is in the order of its hash. */
export function writeModel({ hashes, weights, words, phrases, boldness }: ModelParts): Buffer {
  const rows = [...hashes]
    .map((hash, number) => ({ hash, row: quantiseRow(weights.features, number) }))
    .filter(({ row }) => row.some((weight) => Math.abs(weight) >= SMALLEST))
    .sort((one, other) => one.hash - other.hash);
  return Buffer.concat([
    Buffer.from(MAGIC, 'latin1'),
    integers('u32', [FILE_VERSION, rows.length, words.size, phrases.size]),
    integers('i32', transitions(weights.transitions, boldness)),
    integers('i32', firsts(weights.first, boldness)),
    integers(
      'i32',
      rows.map(({ hash }) => hash),
    ),
    Buffer.from(Int8Array.from(rows.flatMap(({ row }) => row)).buffer),
    facts(words),
    facts(phrases),
  ]);
}

function quantiseRow(weights: Float64Array, number: number): readonly number[] {
  return Array.from(weights.subarray(LABELS * number, LABELS * (number + 1)), (weight) =>
    Math.max(-127, Math.min(127, Math.round(UNIT * weight))),
  );
}

/** Every token has one step into it, so boldness is taken there. */
function transitions(weights: Float64Array, boldness: number): readonly number[] {
  return Array.from(weights, (weight, step) => {
    const to = step % LABELS;
    if (!mayFollow(Math.floor(step / LABELS), to)) return 0;
    return Math.round(UNIT * (weight - (to === OUTSIDE ? boldness : 0)));
  });
}

function firsts(weights: Float64Array, boldness: number): readonly number[] {
  return Array.from(weights, (weight, to) => Math.round(UNIT * (weight - (to === OUTSIDE ? boldness : 0))));
}

function facts(pairs: ReadonlyMap<number, number>): Buffer {
  const sorted = [...pairs].sort(([hash], [other]) => hash - other);
  return Buffer.concat([
    integers(
      'i32',
      sorted.map(([hash]) => hash),
    ),
    integers(
      'u16',
      sorted.map(([, value]) => value),
    ),
  ]);
}

function integers(type: 'i32' | 'u32' | 'u16', values: readonly number[]): Buffer {
  const width = type === 'u16' ? 2 : 4;
  const buffer = Buffer.alloc(width * values.length);
  for (const [index, value] of values.entries()) {
    if (type === 'i32') buffer.writeInt32LE(value, width * index);
    else if (type === 'u32') buffer.writeUInt32LE(value, width * index);
    else buffer.writeUInt16LE(value, width * index);
  }
  return buffer;
}
