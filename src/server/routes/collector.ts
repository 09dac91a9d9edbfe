import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type CollectorParts, collect } from '../collector/collect.ts';
import { ACCEPTED_ENCODINGS } from '../collector/decompress.ts';
import { answerText, MOST_LISTED } from '../collector/judge.ts';
import { type Route, route } from '../route.ts';

const answerSchema = z.object({
  received: z.int(),
  accepted: z.int(),
  refused: z
    .array(z.object({ line: z.int(), reason: z.string(), words: z.string() }))
    .max(MOST_LISTED)
    .describe('Lines that cannot be used, numbered from 1; they are kept as dead letters'),
  moreRefused: z.int().optional().describe('How many more were refused than are listed'),
});

/** Where events come in. Its body is not parsed by the framework: see `readCollectorBodies`. */
export function collectorRoutes(parts: CollectorParts): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/v1/events/{stream}',
      access: 'collector',
      summary: 'Sends events: one JSON object, an array of them, or one on each line',
      params: z.object({ stream: z.string().max(200) }),
      answers: {
        202: { about: 'All of them are on disk', schema: answerSchema },
        400: { about: 'The body is empty or not what its headers say' },
        404: { about: 'No stream has this name' },
        413: { about: 'The body is too large' },
        415: { about: `The content type or encoding is not known (encodings: ${ACCEPTED_ENCODINGS})` },
        503: { about: 'The log or the disk is full: wait as long as Retry-After says' },
      },
      handle: async ({ params, request, reply }) => {
        const answer = await collect(request.raw, params.stream, parts);
        return reply
          .code(202)
          .header('content-type', 'application/json; charset=utf-8')
          .send(answerText(answer));
      },
    }),
  ];
}

/** Leaves bodies unread for `collect`, which bounds, unpacks and cuts them itself; any content type gets that far. */
export function readCollectorBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
}

/** Pages of any site may send events; none may read anything. */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'retry-after',
  'cross-origin-resource-policy': 'cross-origin',
};

export const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, content-encoding, content-type, x-collector-key',
  'access-control-max-age': '86400',
};
