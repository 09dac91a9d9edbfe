import type { FastifyReply, FastifyRequest } from 'fastify';

/** Headers that every answer has, unless a route sets them otherwise. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  // The first sign-in stands in an address: it is told to nobody.
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

/** Sets the headers that every answer has, and those of its route. */
export async function securityHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers(SECURITY_HEADERS);
  const { headers } = request.routeOptions.config;
  if (headers !== undefined) reply.headers(headers);
}
