import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CrosscurrentError } from '../event/errors.ts';
import { errorAnswer } from './refusal.ts';

/** Makes every error an answer of one shape, and logs those that are bugs, without what could be secret. */
export function answerErrors(fastify: FastifyInstance): void {
  fastify.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  fastify.setNotFoundHandler((request, reply) => answerError(nothingHere(request), request, reply));
}

/** Answers an error, and logs it when it is a bug. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const answer = errorAnswer(error);
  if (answer.unexpected) {
    // The query may hold a key or a code.
    const path = request.url.split('?', 1)[0];
    request.log.error({ err: error, method: request.method, path }, 'a request failed');
  }
  return reply
    .code(answer.status)
    .headers({ 'cache-control': 'no-store', ...answer.headers })
    .send(answer.body);
}

/** The error for an address that means nothing. */
export function nothingHere(request: FastifyRequest): CrosscurrentError {
  const path = request.url.split('?', 1)[0] ?? '';
  return new CrosscurrentError(
    'not_found',
    `There is nothing at ${request.method} ${path.slice(0, 200)}.`,
    'See /api/openapi.json for what there is.',
  );
}

const MALFORMED: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
};

/** Answers what is no HTTP, or came too slowly, on the bare socket. */
export function answerMalformed(error: Error, socket: Socket): void {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = MALFORMED[code] ?? ['400 Bad Request', 'This is not a valid HTTP request.'];
  const body = JSON.stringify({ error: { code: 'bad_call', message, remedy: 'Send it again.' } });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
