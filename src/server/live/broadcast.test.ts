import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../event/clock.ts';
import { type Broadcast, broadcast } from './broadcast.ts';

let live: Broadcast | undefined;
afterEach(() => live?.close());

/** A page that keeps what it is sent. */
function page(): { response: ServerResponse; text: () => string } {
  let text = '';
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.write = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  return { response, text: () => text };
}

describe('live updates', () => {
  it('tell of campaigns that changed, several in one message', async () => {
    const listeners = new Set<(campaigns: readonly string[]) => void>();
    live = broadcast(
      {
        clock: fixedClock(Date.UTC(2026, 0, 1)),
        onCommit: () => () => undefined,
        streamStates: () => ({}),
        lag: () => ({}),
        campaigns: {
          onChange(listener) {
            listeners.add(listener);
            return () => {
              listeners.delete(listener);
            };
          },
          steps: async (ids) => ids.map((id) => ({ id, state: 'matching', progress: { done: 1, total: 2 } })),
        },
      },
      (error) => {
        throw error;
      },
    );
    const tell = (...campaigns: string[]): void => {
      for (const listener of listeners) listener(campaigns);
    };
    tell('nobody-listens');
    const { response, text } = page();
    live.join(response);
    tell('sale');
    tell('tea', 'sale');
    await expect.poll(text, { timeout: 3000 }).toContain('event: campaigns');
    const step = (id: string) => `{"id":"${id}","state":"matching","progress":{"done":1,"total":2}}`;
    expect(text()).toContain(
      `event: campaigns\ndata: {"campaigns":[${step('sale')},${step('tea')}],"now":"2026-01-01T00:00:00.000Z"}\n\n`,
    );
    expect(text().split('event: campaigns')).toHaveLength(2);
    live.close();
    expect(listeners.size).toBe(0);
  });
});
