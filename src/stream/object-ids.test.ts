import { describe, expect, it } from 'vitest';
import { objectIds } from './object-ids.ts';
import { seededRandom } from './random.ts';

describe('objectIds', () => {
  it('are 24 hex digits that begin with the second, and never repeat', () => {
    const nextId = objectIds(seededRandom(1));
    const ids = Array.from({ length: 50_000 }, (_, n) =>
      nextId(1_767_225_600_000 + Math.floor(n / 20_000) * 1000),
    );
    expect(new Set(ids).size).toBe(50_000);
    expect(ids.filter((id) => !/^6955b90[0-2][0-9a-f]{16}$/.test(id))).toEqual([]);
  });

  it('differ between seeds', () => {
    expect(objectIds(seededRandom(1))(0)).not.toBe(objectIds(seededRandom(2))(0));
  });
});
