// What sources are made into, against the streams that take it.
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../../src/sources/catalogue.ts';
import { SAMPLES } from '../../src/sources/samples.fixture.ts';
import { examineLine } from '../../src/stream/examine.ts';
import { catalogue } from '../../src/streams/catalogue.ts';

describe.each(ADAPTERS.map((adapter) => [adapter.name, adapter] as const))('%s', (name, adapter) => {
  const stream = catalogue.find((each) => each.name === adapter.stream);

  it('feeds a stream that there is, with fields that it declares and values that it accepts', () => {
    if (stream === undefined) throw new Error(`there is no stream ${adapter.stream}`);
    for (const adapted of adapter.adapt({ text: SAMPLES[name] ?? '' })) {
      if (adapted.outcome !== 'event') throw new Error(JSON.stringify(adapted));
      const examined = examineLine(stream, JSON.stringify(adapted.event), Date.UTC(2030, 0, 1));
      expect(examined).toMatchObject({ accepted: true, badFields: [] });
      // An access log has more fields than the stream; they are kept beside it.
      if (examined.accepted && adapter.unit !== 'line') expect(examined.extra).toBeNull();
    }
  });
});
