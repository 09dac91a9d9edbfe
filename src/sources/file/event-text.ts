/** A server-sent event. What has no `data` is none, but a comment. */
export interface EventText {
  readonly event: string | undefined;
  readonly data: string;
}

/** Whether a text begins with a line of an event stream: a comment, or one of its four fields. */
export function looksLikeEvents(text: string): boolean {
  return /^(?::|(?:event|data|id|retry):)/.test(text);
}

/** The events of a text, each ended by a blank line or the end (HTML standard, section 9.2.6). */
export function eventsIn(text: string): EventText[] {
  const found: EventText[] = [];
  let event: string | undefined;
  let data: string[] = [];
  for (const line of [...text.split(/\r?\n/), '']) {
    if (line === '') {
      if (data.length > 0) found.push({ event, data: data.join('\n') });
      event = undefined;
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return found;
}
