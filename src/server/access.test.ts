import type { InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type App, buildApp } from './app.ts';
import { API_TOKEN, COLLECTOR_KEY, memoryDependencies } from './testing/memory.ts';

const URL = 'http://127.0.0.1:4700';
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

let memory: ReturnType<typeof memoryDependencies>;
let app: App;
beforeEach(async () => {
  memory = memoryDependencies();
  app = await buildApp(memory.dependencies, { host: '127.0.0.1', logLevel: 'silent' }, () => URL);
});
afterEach(async () => {
  app.stop();
  await app.fastify.close();
});

const inject = (options: InjectOptions) =>
  app.fastify.inject({ ...options, headers: { host: '127.0.0.1:4700', ...options.headers } });

/** Signs in with a one-time code; the cookie, as a browser sends it back. */
async function signIn(): Promise<string> {
  const code = memory.dependencies.oneTimeCodes.issue();
  const answer = await inject({ method: 'GET', url: `/sign-in?code=${code}` });
  expect(answer.statusCode).toBe(303);
  expect(answer.headers.location).toBe('/');
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

/**
 * What answers without a session, token or key, and how; nothing else may (A1). Signing in is open as well, but
 * says 401 to those who have no code or token, as all others do.
 */
const OPEN = [
  // The pages, on which one signs in; they hold no data (and are not built here).
  'GET /* 404',
  'GET /api/health 200',
  'HEAD /* 404',
  'HEAD /api/health 200',
  // Whether a page of another site may send events: browsers ask that without the key.
  'OPTIONS /v1/events/:stream 204',
  // There is no token in the body.
  'POST /api/session 400',
];
/** Open addresses: for methods that they do not have they say which they have. */
const SAYS_METHODS_ALONE = ['/api/health', '/sign-in'];

describe('access (A1)', () => {
  it('is refused on every route but those that are open', async () => {
    expect(app.registered.length).toBeGreaterThan(80);
    const answered = new Set<string>();
    for (const { method, path } of app.registered) {
      const url = path.replaceAll(/:\w+/g, 'notes').replace('*', 'some-where');
      for (const headers of [{}, bearer('wrong'), { cookie: 'crosscurrent-0=wrong' }]) {
        const answer = await inject({ method: method as 'GET', url, headers });
        const methodsAlone = SAYS_METHODS_ALONE.includes(path) && [204, 405].includes(answer.statusCode);
        if (answer.statusCode !== 401 && !methodsAlone)
          answered.add(`${method} ${path} ${answer.statusCode}`);
      }
    }
    expect([...answered].sort()).toEqual(OPEN);
  });

  it('is refused at addresses that do not exist, which are not told apart', async () => {
    for (const url of ['/api', '/api/', '/api/nothing', '/v1/nothing', '/api/reports/x/y/z']) {
      const answer = await inject({ method: 'POST', url });
      expect([url, answer.statusCode]).toEqual([url, 401]);
    }
    expect(
      (await inject({ method: 'GET', url: '/api/nothing', headers: bearer(API_TOKEN) })).statusCode,
    ).toBe(404);
  });

  it('is granted with the token, and with a session', async () => {
    const cookie = await signIn();
    for (const headers of [bearer(API_TOKEN), { cookie }]) {
      const answer = await inject({ method: 'GET', url: '/api/session', headers });
      expect(answer.json()).toEqual({ signedIn: true, role: 'owner' });
    }
  });

  it('is not granted by a session next to a wrong token', async () => {
    const headers = { cookie: await signIn(), ...bearer('wrong') };
    expect((await inject({ method: 'GET', url: '/api/session', headers })).statusCode).toBe(401);
  });

  it('keeps commands and metrics for the token', async () => {
    const headers = { cookie: await signIn(), origin: URL };
    for (const [method, url] of [
      ['POST', '/api/commands/echo'],
      ['GET', '/metrics'],
    ] as const) {
      expect((await inject({ method, url, headers, payload: {} })).statusCode).toBe(401);
      expect((await inject({ method, url, headers: bearer(COLLECTOR_KEY), payload: {} })).statusCode).toBe(
        401,
      );
    }
  });

  it('of the collector is not had with the API token, nor the API with its key', async () => {
    const post = { method: 'POST' as const, url: '/v1/events/notes', payload: '{"id":1}' };
    const type = { 'content-type': 'application/json' };
    expect((await inject({ ...post, headers: { ...type, ...bearer(API_TOKEN) } })).statusCode).toBe(401);
    expect((await inject({ ...post, headers: { ...type, ...bearer(COLLECTOR_KEY) } })).statusCode).toBe(202);
    const api = await inject({ method: 'GET', url: '/api/streams', headers: bearer(COLLECTOR_KEY) });
    expect(api.statusCode).toBe(401);
  });
});

describe('signing in', () => {
  it('sets a cookie that no script reads and no other site sends', async () => {
    const code = memory.dependencies.oneTimeCodes.issue();
    const answer = await inject({ method: 'GET', url: `/sign-in?code=${code}` });
    expect(answer.headers['set-cookie']).toMatch(
      /^crosscurrent-\d+=\S+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
    );
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('works once by link; whoever has a session goes on', async () => {
    const code = memory.dependencies.oneTimeCodes.issue();
    const url = `/sign-in?code=${code}`;
    // A look at the headers alone, as previews of links do it, leaves the code as it is.
    expect((await inject({ method: 'HEAD', url })).statusCode).toBe(405);
    const first = await inject({ method: 'GET', url });
    expect(first.statusCode).toBe(303);
    const again = await inject({ method: 'GET', url });
    expect(again.statusCode).toBe(401);
    expect(again.headers['content-type']).toContain('text/html');
    expect(again.headers['set-cookie']).toBe(undefined);
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
    expect((await inject({ method: 'GET', url, headers: { cookie } })).statusCode).toBe(303);
  });

  it('works with the token, and ends', async () => {
    const wrong = await inject({ method: 'POST', url: '/api/session', payload: { token: 'wrong' } });
    expect(wrong.statusCode).toBe(401);
    const answer = await inject({
      method: 'POST',
      url: '/api/session',
      payload: { token: `${API_TOKEN}\n` },
    });
    expect(answer.json()).toEqual({ signedIn: true, role: 'owner' });
    const headers = { cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '', origin: URL };
    const out = await inject({ method: 'DELETE', url: '/api/session', headers });
    expect(out.statusCode).toBe(204);
    expect(out.headers['set-cookie']).toContain('Max-Age=0');
    // The cookie is of no use even to somebody who kept it.
    expect((await inject({ method: 'GET', url: '/api/session', headers })).statusCode).toBe(401);
  });

  it('is slowed down after ten failures', async () => {
    const attempt = () => inject({ method: 'POST', url: '/api/session', payload: { token: 'wrong' } });
    for (let n = 0; n < 10; n += 1) expect((await attempt()).statusCode).toBe(401);
    const slowed = await inject({ method: 'POST', url: '/api/session', payload: { token: API_TOKEN } });
    expect(slowed.statusCode).toBe(429);
    expect(slowed.headers['retry-after']).toBe('60');
    expect((await inject({ method: 'GET', url: '/sign-in?code=x' })).statusCode).toBe(429);
    memory.clock.set(memory.clock.now() + 60_000);
    expect((await attempt()).statusCode).toBe(401);
  });

  it('is forgotten when its code is too old', async () => {
    const code = memory.dependencies.oneTimeCodes.issue();
    memory.clock.set(memory.clock.now() + 10 * 60_000);
    expect((await inject({ method: 'GET', url: `/sign-in?code=${code}` })).statusCode).toBe(401);
  });
});

describe("other sites' pages", () => {
  it('cannot reach a loopback server by a name of their own', async () => {
    for (const url of ['/api/health', '/', '/api/session', '/v1/events/notes']) {
      const answer = await inject({
        method: 'GET',
        url,
        headers: { host: 'evil.example.com:4700', ...bearer(API_TOKEN) },
      });
      expect([url, answer.statusCode]).toEqual([url, 403]);
    }
  });

  it('cannot change anything with somebody’s session', async () => {
    const cookie = await signIn();
    const replay = (headers: Record<string, string>) =>
      inject({
        method: 'POST',
        url: '/api/dead-letters/replay',
        payload: { stream: 'notes' },
        headers: { cookie, ...headers },
      });
    expect((await replay({})).statusCode).toBe(403);
    expect((await replay({ origin: 'http://127.0.0.1:3000' })).statusCode).toBe(403);
    expect((await replay({ origin: 'null' })).statusCode).toBe(403);
    expect((await replay({ origin: URL, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect(memory.asked).toEqual([]);
    expect((await replay({ origin: URL })).statusCode).toBe(200);
  });

  it('cannot sign somebody in as somebody else', async () => {
    const headers = { origin: 'http://evil.example.com' };
    const answer = await inject({
      method: 'POST',
      url: '/api/session',
      payload: { token: API_TOKEN },
      headers,
    });
    expect(answer.statusCode).toBe(403);
  });

  it('can neither frame nor read what is answered', async () => {
    for (const url of ['/api/health', '/', '/api/session', '/sign-in']) {
      const { headers } = await inject({ method: 'GET', url });
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['access-control-allow-origin']).toBe(undefined);
    }
  });
});

describe('methods', () => {
  it('that an address does not have are answered with those it has', async () => {
    const headers = bearer(API_TOKEN);
    const put = await inject({ method: 'PUT', url: '/api/dead-letters', headers, payload: 'x' });
    expect([put.statusCode, put.headers['allow']]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const collector = await inject({
      method: 'GET',
      url: '/v1/events/notes',
      headers: bearer(COLLECTOR_KEY),
    });
    expect([collector.statusCode, collector.headers['allow']]).toEqual([405, 'POST, OPTIONS']);
    const options = await inject({ method: 'OPTIONS', url: '/api/session', headers });
    expect([options.statusCode, options.headers['allow']]).toEqual([204, 'POST, GET, HEAD, DELETE, OPTIONS']);
  });

  it('HEAD is GET without the body', async () => {
    const get = await inject({ method: 'GET', url: '/api/health' });
    const head = await inject({ method: 'HEAD', url: '/api/health' });
    expect(head.body).toBe('');
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
  });
});
