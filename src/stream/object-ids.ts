import type { Random } from './random.ts';

const HEX3 = Array.from({ length: 4096 }, (_, value) => value.toString(16).padStart(3, '0'));

/**
 * Ids in the form of MongoDB's ObjectId, 24 hex digits: epoch seconds (8), a value of the generator (10), a counter (6).
 * They stay distinct up to 16 million ids a second of simulated time.
 */
export function objectIds(random: Random): (at: number) => string {
  const machine = random.bits().toString(16).padStart(8, '0') + (HEX3[random.int(0, 255)] ?? '000').slice(1);
  let counter = random.int(0, 0xffffff);
  let second = -1;
  let prefix = '';
  return (at) => {
    const now = Math.floor(at / 1000);
    if (now !== second) {
      second = now;
      prefix = [(now >>> 0).toString(16).padStart(8, '0'), machine].join('');
    }
    counter = (counter + 1) & 0xffffff;
    return prefix + ((HEX3[counter >>> 12] ?? '') + (HEX3[counter & 0xfff] ?? ''));
  };
}
