import { Readable } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const COMPRESSIBLE = /^(text\/|application\/(javascript|json|manifest\+json)|image\/svg\+xml)/;
/** Brotli's higher levels gain a tenth and take ten times as long. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** Compresses what a route sends from a file, as the browser accepts it. Browsers keep it, so it is done seldom. */
export function compressPages(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '');
    if (reply.statusCode !== 200 || !COMPRESSIBLE.test(type)) return payload;
    reply.header('vary', 'accept-encoding');
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const encoding = ['br', 'gzip'].find((name) =>
      new RegExp(`\\b${name}\\b(?!;q=0(\\.0+)?\\b)`).test(accepted),
    );
    if (encoding === undefined || !(payload instanceof Readable)) return payload;
    reply.removeHeader('content-length').removeHeader('accept-ranges').header('content-encoding', encoding);
    const compressor = encoding === 'br' ? createBrotliCompress(BROTLI) : createGzip();
    payload.on('error', (error) => compressor.destroy(error));
    return payload.pipe(compressor);
  });
}
