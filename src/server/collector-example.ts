import type { Stream } from '../stream/define.ts';

/**
 * A line for a shell that sends one event, and works as pasted: the stream's example with an id and a time of its own,
 * so that it is seen at once, and a second one made later is no duplicate.
 * @param now epoch milliseconds
 */
export function collectorExample(
  stream: Stream,
  { url, key, now }: { url: string; key: string; now: number },
): string {
  const event = { ...stream.example, ...fresh(stream, now) };
  return [
    `curl -sS ${quoted(`${url}/v1/events/${stream.name}`)}`,
    `-H ${quoted(`Authorization: Bearer ${key}`)}`,
    `-H ${quoted('Content-Type: application/json')}`,
    `-d ${quoted(JSON.stringify(event))}`,
  ].join(' ');
}

function fresh(stream: Stream, now: number): Record<string, unknown> {
  const time = stream.example[stream.eventTime];
  const inSeconds = typeof time === 'number' && time < 1e11;
  const instant = typeof time === 'string' ? new Date(now).toISOString() : now;
  return {
    [stream.id]: `example-${now.toString(36)}`,
    [stream.eventTime]: inSeconds ? Math.floor(now / 1000) : instant,
  };
}

/** For a POSIX shell: nothing within single quotes has a meaning, but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
