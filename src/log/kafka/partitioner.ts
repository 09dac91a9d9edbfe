/**
 * The 32-bit murmur2 hash with Kafka's seed, as a signed number.
 * After `org.apache.kafka.common.utils.Utils.murmur2`.
 */
export function murmur2(data: Buffer): number {
  const length = data.length;
  const whole = length & ~3;
  let hash = SEED ^ length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), FACTOR);
    word ^= word >>> 24;
    hash = Math.imul(hash, FACTOR) ^ Math.imul(word, FACTOR);
  }
  if (whole < length) {
    for (let at = length - 1; at >= whole; at -= 1) hash ^= (data[at] ?? 0) << (8 * (at - whole));
    hash = Math.imul(hash, FACTOR);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, FACTOR);
  hash ^= hash >>> 15;
  return hash | 0;
}

const SEED = 0x9747b28c;
const FACTOR = 0x5bd1e995;

/**
 * The partition of a key, as Kafka's default partitioner chooses it: `toPositive(murmur2(key)) % partitions`. All that
 * write a topic have to agree on it, so that the copies of an event meet in one partition.
 */
export function partitionOfKey(key: Buffer, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}
