import { z } from 'zod';
import type { ServerDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { instant, wholeNumber } from '../schemas.ts';

const counts = z.record(z.string(), wholeNumber);

const auditSchema = z.object({
  balanced: z.boolean().describe('received = stored + duplicate + rejected, for every stream'),
  streams: z.array(
    z.object({
      stream: z.string(),
      received: wholeNumber,
      stored: wholeNumber,
      duplicate: wholeNumber,
      rejected: z.object({ total: wholeNumber, byReason: counts }),
      lake: z.object({
        rows: wholeNumber,
        files: wholeNumber,
        bytes: wholeNumber,
        expired: wholeNumber.optional().describe('Events that were stored and have grown too old to keep'),
        forgotten: wholeNumber.optional().describe('Events that were deleted or replaced, and are gone'),
      }),
      balanced: z.boolean(),
      badFields: counts.describe('Values of fields that are not required and could not be used'),
      lag: z.object({ events: wholeNumber.optional(), bytes: wholeNumber, seconds: z.number() }),
      enrichment: z
        .record(z.string(), z.object({ values: wholeNumber, milliseconds: z.number() }))
        .optional()
        .describe('What the functions behind derived columns have cost since the start, by derivation'),
      deadLetters: wholeNumber,
      forgottenLetters: wholeNumber.optional().describe('Dead letters that went with a deletion'),
      sources: z.array(
        z.object({
          source: z.string(),
          received: wholeNumber,
          stored: wholeNumber,
          duplicate: wholeNumber,
          rejected: wholeNumber,
          offset: wholeNumber.describe('How far it has been read, in bytes'),
          end: wholeNumber.describe('How far it goes, in bytes'),
        }),
      ),
    }),
  ),
  log: z.object({ bytes: wholeNumber, limitBytes: wholeNumber }),
  asOf: instant,
});

/** The accounting (D3). */
export function auditRoutes({ audit }: Pick<ServerDependencies, 'audit'>): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/audit',
      access: 'principal',
      summary: 'What was received, and what became of it',
      answers: { 200: { about: 'The accounting', schema: auditSchema } },
      handle: () => audit(),
    }),
  ];
}
