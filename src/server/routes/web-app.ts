import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { compressPages } from '../compress-pages.ts';

/**
 * Scripts come from this server alone, and none stands within a page, so that text from outside can never run.
 * Charts set style attributes, which needs 'unsafe-inline' for styles.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * Serves the built pages. They are open, for they are what one signs in with; all that they show
 * comes from the API. An address that is no file is a place within the pages: it gets index.html.
 */
export async function webApp(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  const built = webRoot !== undefined && existsSync(join(webRoot, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, { root: webRoot, serve: false, cacheControl: false, index: false });
    compressPages(app);
  }
  app.addHook('onSend', async (_request, reply, payload) => {
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
    return payload;
  });
  app.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    config: { access: 'open' },
    handler: (request, reply) => (built ? sendPage(request, reply) : notBuilt(reply)),
  });
}

function sendPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? '/';
  const file = path.slice(1);
  if (path.startsWith('/assets/')) return reply.header('cache-control', FOR_EVER).sendFile(file);
  reply.header('cache-control', 'no-cache');
  return /\.[a-z0-9]+$/i.test(path) && path !== '/index.html'
    ? reply.sendFile(file)
    : reply.sendFile('index.html');
}

function notBuilt(reply: FastifyReply): FastifyReply {
  return reply.code(404).type('text/html; charset=utf-8').send(NOT_BUILT);
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Crosscurrent</title>
<h1>The pages have not been built</h1>
<p>Run <code>npm run build</code> and start again. The API is at <code>/api</code>.</p>
`;
