import { z } from 'zod';
import { ERROR_CODES } from '../event/errors.ts';
import { ROLES } from './principal.ts';

/** An instant, ISO 8601 in UTC. */
export const instant = z.string().meta({ format: 'date-time' });

/** A whole number; beyond 2^53 it comes as text, for JSON readers would round it (V2). */
export const wholeNumber = z.union([z.int(), z.string().regex(/^-?\d+$/)]);

export const errorBody = z.object({
  error: z.object({
    code: z.enum(Object.keys(ERROR_CODES)).describe('What is wrong, in a word that does not change'),
    message: z.string().describe('What is wrong, in a sentence'),
    remedy: z.string().describe('What to do about it'),
  }),
});

export const session = z.object({ signedIn: z.literal(true), role: z.enum(ROLES) });
