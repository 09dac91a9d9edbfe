import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, buildApp } from './app.ts';
import { memoryDependencies } from './testing/memory.ts';

const script = `console.log(${JSON.stringify('crosscurrent '.repeat(500))});`;
const page = '<!doctype html><script type="module" src="/assets/main-abc123.js"></script>';

let root = '';
let app: App;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'crosscurrent-pages-'));
  await mkdir(join(root, 'web', 'assets'), { recursive: true });
  await writeFile(join(root, 'secret.txt'), 'a secret');
  await writeFile(join(root, 'web', 'index.html'), page);
  await writeFile(join(root, 'web', 'favicon.svg'), '<svg/>');
  await writeFile(join(root, 'web', 'assets', 'main-abc123.js'), script);
  const { dependencies } = memoryDependencies();
  const options = { host: '127.0.0.1', logLevel: 'silent' } as const;
  app = await buildApp({ ...dependencies, webRoot: join(root, 'web') }, options, () => 'http://localhost');
});
afterAll(async () => {
  app.stop();
  await app.fastify.close();
  await rm(root, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) =>
  app.fastify.inject({ method: 'GET', url, headers });

describe('the pages', () => {
  it('are index.html at every address that is no file', async () => {
    for (const url of ['/', '/index.html', '/streams/notes', '/streams/notes?from=2026-01-01', '/data']) {
      const answer = await get(url);
      expect([url, answer.statusCode, answer.body]).toEqual([url, 200, page]);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.headers['cache-control']).toBe('no-cache');
    }
  });

  it('let no script run but their own', async () => {
    const policy = String((await get('/')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('have assets that browsers keep for ever, because their names change', async () => {
    const answer = await get('/assets/main-abc123.js');
    expect(answer.body).toBe(script);
    expect(answer.headers['content-type']).toContain('javascript');
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it('are compressed as the browser accepts it', async () => {
    const br = await get('/assets/main-abc123.js', { 'accept-encoding': 'gzip, deflate, br' });
    expect(br.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(script);
    const gzip = await get('/assets/main-abc123.js', { 'accept-encoding': 'gzip' });
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(script);
    expect(gzip.rawPayload.length).toBeLessThan(script.length / 5);
    expect(gzip.headers['vary']).toBe('accept-encoding');
    expect((await get('/assets/main-abc123.js')).headers['content-encoding']).toBe(undefined);
  });

  it('are not sent again when the browser has them', async () => {
    const { etag } = (await get('/')).headers;
    const again = await get('/', { 'if-none-match': String(etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('answer HEAD', async () => {
    const answer = await app.fastify.inject({
      method: 'HEAD',
      url: '/streams/notes',
      headers: { 'accept-encoding': 'br' },
    });
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
  });

  it.each([
    '/assets/missing.js',
    '/missing.png',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets\\..\\..\\secret.txt',
    '/.hidden/x.txt',
  ])('have nothing at %s', async (url) => {
    const answer = await get(url);
    expect([403, 404]).toContain(answer.statusCode);
    expect(answer.body).not.toContain('a secret');
    expect(answer.headers['cache-control'] ?? '').not.toContain('immutable');
  });

  it('say so when they have not been built', async () => {
    const { dependencies } = memoryDependencies();
    const options = { host: '127.0.0.1', logLevel: 'silent' } as const;
    const bare = await buildApp(
      { ...dependencies, webRoot: join(root, 'nothing') },
      options,
      () => 'http://localhost',
    );
    const answer = await bare.fastify.inject({ method: 'GET', url: '/' });
    expect(answer.body).toContain('npm run build');
    bare.stop();
    await bare.fastify.close();
  });
});
