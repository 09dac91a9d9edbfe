import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkStream } from '../../../src/stream/check.ts';
import { listsOf } from '../../../src/stream/elements.ts';
import { planStream } from '../../../src/stream/plan.ts';
import { catalogue } from '../../../src/streams/catalogue.ts';

/** A plan as text, without the words for readers: they change nothing about it. */
function written(value: unknown): string {
  return `${JSON.stringify(value, (key, inner) => (key === 'about' ? undefined : inner), 2)}\n`;
}

/** Where functions stand in a value. */
function functionsIn(value: unknown, at = 'plan'): string[] {
  if (typeof value === 'function') return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => functionsIn(inner, `${at}.${name}`));
}

// A plan that changed on purpose: `npx vitest run test/golden/plans -u`, and read what the change says.
describe.each(catalogue.map((stream) => [stream.name, stream] as const))('the plan of %s', (name, stream) => {
  it('is the committed one (else: npx vitest run test/golden/plans -u)', async () => {
    const { additive, distinct, sessions } = planStream(stream);
    const file = path.join(import.meta.dirname, 'generated', `${name}.json`);
    await expect(written({ additive, distinct, sessions })).toMatchFileSnapshot(file);
  });

  it('is that of a sound declaration', () => {
    expect(() => checkStream(stream)).not.toThrow();
  });

  it('has one pass per filter and set of lists', () => {
    const passes = Object.values(stream.rollups)
      .filter(({ measures }) => Object.values(measures).some(({ kind }) => kind !== 'distinct'))
      .map(({ where, by }) => JSON.stringify([where, listsOf(stream.elements, by)]));
    expect(planStream(stream).additive.length).toBe(new Set(passes).size);
  });

  it('is data alone, so that any engine can render it', () => {
    const { additive, distinct, sessions } = planStream(stream);
    const plans = { additive, distinct, sessions };
    expect(functionsIn(plans)).toEqual([]);
  });
});
