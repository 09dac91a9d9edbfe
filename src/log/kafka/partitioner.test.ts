import { describe, expect, it } from 'vitest';
import { murmur2, partitionOfKey } from './partitioner.ts';

describe('the partition of a key', () => {
  it('is by the hash that Kafka’s own tests expect', () => {
    // org.apache.kafka.common.utils.UtilsTest, testMurmur2
    const expected: Readonly<Record<string, number>> = {
      '21': -973932308,
      foobar: -790332482,
      'a-little-bit-long-string': -985981536,
      'a-little-bit-longer-string': -1486304829,
      lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
      abc: 479470107,
    };
    for (const [text, hash] of Object.entries(expected)) expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('is the hash without its sign, modulo the number of partitions', () => {
    expect(partitionOfKey(Buffer.from('foobar'), 7)).toBe((-790332482 & 0x7fffffff) % 7);
    for (let i = 0; i < 1000; i += 1) {
      const partition = partitionOfKey(Buffer.from(`key-${i}`), 3);
      expect([0, 1, 2]).toContain(partition);
    }
  });
});
