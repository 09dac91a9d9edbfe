import { type FeatureTable, makeFeatureTable, putFeature } from './feature-table.ts';
import { type Facts, type Knowledge, makeFacts } from './knowledge.ts';
import { LABELS } from './labels.ts';

/** A linear-chain conditional random field with whole-number weights. */
export interface EntityModel {
  readonly knowledge: Knowledge;
  readonly features: FeatureTable;
  /** Weight of label `to` after label `from`, at `LABELS * from + to`. */
  readonly transitions: Int32Array;
  /** Weight of each label for the first token of a line. */
  readonly first: Int32Array;
}

// The file, all numbers little-endian:
//   magic "CCNE", version u32, counts of features, words and phrases u32 each
//   transitions i32 x LABELS^2, first i32 x LABELS
//   features: hash i32 each, then LABELS weights i8 each
//   words: hash i32 each, then fact u16 each; phrases likewise
export const MAGIC = 'CCNE';
export const FILE_VERSION = 1;

/**
 * Reads a model's file.
 *
 * @throws Error when the file is no model of this version: it is part of the program, so that is a bug.
 */
export function readModel(file: Buffer): EntityModel {
  if (file.toString('latin1', 0, 4) !== MAGIC || file.readUInt32LE(4) !== FILE_VERSION) {
    throw new Error('The file of the entity model is of another version than the program.');
  }
  const counts = [8, 12, 16].map((at) => file.readUInt32LE(at));
  const [featureCount = 0, wordCount = 0, phraseCount = 0] = counts;
  let at = 20;
  const take = (bytes: number): Buffer => {
    at += bytes;
    return file.subarray(at - bytes, at);
  };
  const transitions = readHashes(take(4 * LABELS * LABELS));
  const first = readHashes(take(4 * LABELS));
  const hashes = readHashes(take(4 * featureCount));
  const rows = take(LABELS * featureCount);
  const words = readFacts(take(4 * wordCount), take(2 * wordCount));
  const phrases = readFacts(take(4 * phraseCount), take(2 * phraseCount));
  const features = makeFeatureTable(featureCount);
  for (const [row, hash] of hashes.entries()) {
    putFeature(features, hash, Int8Array.from(rows.subarray(LABELS * row, LABELS * (row + 1))));
  }
  return { knowledge: { words, phrases }, features, transitions, first };
}

function readHashes(bytes: Buffer): Int32Array {
  return Int32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readInt32LE(4 * index));
}

function readFacts(hashes: Buffer, values: Buffer): Facts {
  const count = values.length / 2;
  const pairs = Array.from({ length: count }, (_, index): [number, number] => [
    hashes.readInt32LE(4 * index),
    values.readUInt16LE(2 * index),
  ]);
  return makeFacts(pairs, count);
}
