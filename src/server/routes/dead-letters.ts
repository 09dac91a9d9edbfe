import { z } from 'zod';
import type { DeadLetters } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { instant, wholeNumber } from '../schemas.ts';

const id = z.union([z.string().regex(/^\d{1,19}$/), z.int().min(0).transform(String)]);

const letter = z.object({
  id: wholeNumber,
  stream: z.string(),
  source: z.string(),
  offset: wholeNumber,
  reason: z.string(),
  words: z.string(),
  raw: z.string().describe('The first 64 KiB of what was sent'),
  bytes: wholeNumber.describe('How long it was'),
  receivedAt: instant,
  replayedAt: instant.nullable(),
});

/** Events that could not be used (D6). */
export function deadLetterRoutes(deadLetters: DeadLetters): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/dead-letters',
      access: 'principal',
      summary: 'Events that could not be used, with the reason; the newest first',
      query: z.strictObject({
        stream: z.string().max(200).optional(),
        reason: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(50),
        before: z
          .string()
          .regex(/^\d{1,19}$/, 'it is the id of a dead letter')
          .optional(),
      }),
      answers: {
        200: { about: 'A page of them', schema: z.object({ total: wholeNumber, rows: z.array(letter) }) },
      },
      handle: ({ query: { stream, reason, limit, before } }) =>
        deadLetters.list({ stream, reason, limit, before }),
    }),
    route({
      method: 'POST',
      path: '/api/dead-letters/replay',
      access: 'principal',
      summary: 'Sends dead letters through the stream again, after a fix',
      body: z.strictObject({ stream: z.string().max(200), ids: z.array(id).max(100_000).optional() }),
      answers: {
        200: { about: 'What became of them', schema: z.record(z.string(), z.unknown()) },
        404: { about: 'No stream has this name' },
      },
      handle: ({ body: { stream, ids } }) => deadLetters.replay({ stream, ids }),
    }),
  ];
}
