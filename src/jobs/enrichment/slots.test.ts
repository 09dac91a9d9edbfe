import { describe, expect, it } from 'vitest';
import { createSlots } from './slots.ts';

describe('slots', () => {
  it('[D7] are as many as there are, and go to whoever asked first', async () => {
    const slots = createSlots(2);
    const order: string[] = [];
    const take = async (name: string): Promise<() => void> => {
      const release = await slots.take();
      order.push(name);
      return release;
    };
    const first = await take('first');
    await take('second');
    const third = take('third');
    const fourth = take('fourth');
    await Promise.resolve();
    expect(order).toEqual(['first', 'second']);
    first();
    (await third)();
    await fourth;
    expect(order).toEqual(['first', 'second', 'third', 'fourth']);
  });
});
