import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REJECTION_MEANINGS } from '../event/outcome.ts';
import { adapt } from './adapting.fixture.ts';
import { ADAPTERS, adaptersOf } from './catalogue.ts';
import type { Adapted } from './contract.ts';
import { beginningOf } from './file/beginning.ts';
import { PLAIN_FORMATS } from './file/format.ts';
import { SAMPLES } from './samples.fixture.ts';

it('has a name for each source, which no format of every stream has', () => {
  const names = ADAPTERS.map(({ name }) => name);
  expect(new Set([...names, ...PLAIN_FORMATS]).size).toBe(names.length + PLAIN_FORMATS.length);
  expect(names).toEqual(Object.keys(SAMPLES));
  expect(adaptersOf('articles').map(({ name }) => name)).toEqual(['newsapi', 'rss', 'atom']);
});

describe.each(ADAPTERS.map((adapter) => [adapter.name, adapter] as const))('%s', (name, adapter) => {
  const sample = SAMPLES[name] ?? '';
  const withEvent = fc.option(fc.constantFrom('update', 'delete', 'status.update', 'x'), { nil: undefined });

  function check(text: string, event?: string): void {
    const outcomes: Adapted[] = [...adapter.adapt(event === undefined ? { text } : { text, event })];
    for (const each of outcomes) {
      if (each.outcome === 'event') expect(JSON.stringify(each.event)).not.toContain('\n');
      if (each.outcome !== 'rejected') continue;
      expect(Object.keys(REJECTION_MEANINGS)).toContain(each.reason.split(':')[0]);
    }
    if (event === undefined && text.trim() !== '' && adapter.unit !== 'xml') expect(outcomes).not.toEqual([]);
  }

  it('adapts its sample', () => {
    expect(adapt(adapter, sample)).toEqual([expect.objectContaining({ id: expect.any(String) })]);
  });

  it('is the only one that recognises its sample', () => {
    const beginning = beginningOf(Buffer.from(sample));
    expect(ADAPTERS.filter((each) => each.recognises(beginning))).toEqual([adapter]);
    expect(adapter.complaint?.(beginning.value) ?? null).toBeNull();
  });

  it('bears a sample that is cut anywhere', () => {
    for (let length = 0; length < sample.length; length += 1) {
      check(sample.slice(0, length));
      adapter.recognises(beginningOf(Buffer.from(sample.slice(0, length))));
    }
  });

  it('bears any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), withEvent, (text, event) => check(text, event)));
  });

  it('bears any value in any place of its sample', () => {
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(-1, 1e300, '', '\ud800', [], {}, null, [null]),
    );
    fc.assert(
      fc.property(values, fc.nat(60), withEvent, (value, place, event) => {
        const json = JSON.stringify(value);
        let at = -1;
        // The place-th value behind a colon becomes another.
        const text = sample.replace(/:(?:"[^"]*"|[\d.]+|null|true|false)/g, (found) => {
          at += 1;
          return at === place ? `:${json}` : found;
        });
        check(text, event);
        const beginning = beginningOf(Buffer.from(text));
        adapter.recognises(beginning);
        adapter.complaint?.(beginning.value);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['[', '{"a":', '<a>'])('bears deep nesting of %s', (part) => {
    const text = part.repeat(100_000);
    check(text);
    adapter.recognises(beginningOf(Buffer.from(text.slice(0, 65_536))));
  });
});
