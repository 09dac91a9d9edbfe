import type { Adapted, Adapter, Message } from './contract.ts';

/** For tests: what becomes of a message (or of any value as JSON), as the stream would see it. */
export function adapt(adapter: Adapter, message: Message | string | object): unknown[] {
  return outcomes(adapter, message).map((each) => (each.outcome === 'event' ? written(each.event) : each));
}

/** The one event of a message. */
export function eventOf(adapter: Adapter, message: Message | string | object): Record<string, unknown> {
  const [only, ...others] = outcomes(adapter, message);
  if (only?.outcome !== 'event' || others.length > 0) throw new Error(JSON.stringify([only, ...others]));
  return written(only.event);
}

function outcomes(adapter: Adapter, message: Message | string | object): Adapted[] {
  if (typeof message === 'string') return [...adapter.adapt({ text: message })];
  if ('text' in message && typeof message.text === 'string' && Object.keys(message).length <= 2)
    return [...adapter.adapt({ ...message, text: message.text })];
  return [...adapter.adapt({ text: JSON.stringify(message) })];
}

function written(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(event));
}
