import { describe, expect, it } from 'vitest';
import { patched } from '../url-state/search.ts';
import { type About, readAbout, writeAbout } from './about.ts';

describe('what the sheet is about', () => {
  it('is a link: it reads back as it was written', () => {
    const about: About = {
      id: 'top-products',
      figure: 'views',
      members: { product_id: '100234', 'odd.name': '<b>' },
      at: { from: 3_600_000, to: 7_200_000 },
      hour: 7,
    };
    expect(readAbout(patched({ range: '24h' }, writeAbout({}, about)))).toEqual(about);
  });

  it('forgets the former question with the next', () => {
    const open = patched(
      {},
      writeAbout({}, { id: 'a', figure: 'views', members: { country: 'DE' }, hour: 3 }),
    );
    const next = patched(open, writeAbout(open, { id: 'b' }));
    expect(next).toEqual({ about: 'b' });
    expect(patched(next, writeAbout(next, undefined))).toEqual({});
  });
});
