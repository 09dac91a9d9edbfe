import { describe, expect, it } from 'vitest';
import type { Campaign } from '../api/campaigns.ts';
import { chosenIn } from './chosen.ts';

const campaigns = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id }) as Campaign);

describe('the campaigns to compare', () => {
  it('are those of the address, in its order, each once, five at most', () => {
    const { chosen, unknown } = chosenIn({ campaigns: 'c,a,c,gone,b,d,e,f' }, campaigns);
    expect(chosen.map(({ id }) => id)).toEqual(['c', 'a', 'b', 'd', 'e']);
    expect(unknown).toEqual(['gone']);
  });
});
