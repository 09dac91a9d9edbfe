import { z } from 'zod';
import { type Route, route } from '../route.ts';

/** Says that the server answers; open, for those who watch over it. */
export function healthRoutes(version: string): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/health',
      access: 'open',
      summary: 'Whether the server answers',
      answers: {
        200: { about: 'It does', schema: z.object({ status: z.literal('ok'), version: z.string() }) },
      },
      handle: () => ({ status: 'ok', version }),
    }),
  ];
}
