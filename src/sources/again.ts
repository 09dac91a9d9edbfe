import { adaptersOf } from './catalogue.ts';
import type { Adapted, Adapter, Beginning } from './contract.ts';
import { beginningOf } from './file/beginning.ts';
import { eventsIn } from './file/event-text.ts';

/**
 * What the raw bytes of a dead letter become today, when they are a message of a source that feeds the stream: its
 * adapter may have been mended since. Null when they are none.
 */
export function adaptedAgain(stream: string, raw: Buffer): readonly Adapted[] | null {
  const beginning = beginningOf(raw);
  const adapter = adapterFor(adaptersOf(stream), beginning);
  if (adapter === undefined) return null;
  if (beginning.event === undefined) return [...adapter.adapt({ text: beginning.text })];
  return eventsIn(beginning.text).flatMap(({ event, data }) => [
    ...adapter.adapt(event === undefined ? { text: data } : { text: data, event }),
  ]);
}

/** The one that recognises it; what is no JSON and no XML may be a line of a log. */
function adapterFor(adapters: readonly Adapter[], beginning: Beginning): Adapter | undefined {
  const recognised = adapters.find((adapter) => adapter.recognises(beginning));
  if (recognised !== undefined || /^[{[<]/.test(beginning.text)) return recognised;
  return adapters.find(({ unit }) => unit === 'line');
}
