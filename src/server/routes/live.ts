import { z } from 'zod';
import type { Broadcast } from '../live/broadcast.ts';
import { Refusal } from '../refusal.ts';
import { type Route, route } from '../route.ts';

/** Live updates by Server-Sent Events. */
export function liveRoutes(live: Broadcast): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/live',
      head: false,
      access: 'principal',
      summary:
        "Server-Sent Events: 'commit' when figures have changed, 'campaigns' when one was changed or matched further, 'pulse' every five seconds",
      answers: {
        200: { about: 'Events, until one side hangs up', type: 'text/event-stream', schema: z.string() },
        503: { about: 'Too many pages are open' },
      },
      handle: ({ reply }) => {
        if (live.full) throw tooManyPages();
        for (const [name, value] of Object.entries(reply.getHeaders())) {
          if (value !== undefined) reply.raw.setHeader(name, value);
        }
        reply.hijack();
        reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
        live.join(reply.raw);
        return reply;
      },
    }),
  ];
}

function tooManyPages(): Refusal {
  return new Refusal('unsupported', {
    status: 503,
    message: 'Too many pages are open at the same time.',
    remedy: 'Close some of them.',
    headers: { 'retry-after': '30' },
  });
}
