import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServer, type Server } from './create-server.ts';
import { API_TOKEN, COLLECTOR_KEY, memoryDependencies } from './testing/memory.ts';

const headers = { authorization: `Bearer ${API_TOKEN}` };

let memory: ReturnType<typeof memoryDependencies>;
let server: Server;
beforeEach(async () => {
  memory = memoryDependencies();
  server = await createServer(memory.dependencies, { port: 0, logLevel: 'silent' });
});
afterEach(() => server.close());

/** Listens to live updates; `text()` is what has come so far. */
async function listen(): Promise<{ text: () => string; response: IncomingMessage; ended: Promise<void> }> {
  const response = await new Promise<IncomingMessage>((resolve) => {
    get(`${server.url}/api/live`, { headers }, resolve);
  });
  let text = '';
  response.on('data', (chunk) => {
    text += String(chunk);
  });
  const ended = new Promise<void>((resolve) => response.on('close', resolve).on('error', () => resolve()));
  return { text: () => text, response, ended };
}

const commits = (text: string) => text.split('event: commit\n').length - 1;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the address', () => {
  it('is loopback unless told otherwise', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${server.url}/api/health`)).json()).toEqual({
      status: 'ok',
      version: '0.1.0',
    });
  });

  it('that is taken is said to be, with what to do', async () => {
    const port = Number(new URL(server.url).port);
    const second = createServer(memoryDependencies().dependencies, { port, logLevel: 'silent' });
    await expect(second).rejects.toMatchObject({
      code: 'port_in_use',
      message: `Port ${port} is taken by another program.`,
      remedy: expect.stringContaining('--port'),
    });
  });

  it('that is not of this machine is refused', async () => {
    const elsewhere = createServer(memoryDependencies().dependencies, {
      host: '192.0.2.1',
      port: 0,
      logLevel: 'silent',
    });
    await expect(elsewhere).rejects.toMatchObject({ code: 'bad_configuration' });
  });

  it('gives the session its name, so that two servers on one machine keep apart', async () => {
    const code = memory.dependencies.oneTimeCodes.issue();
    const answer = await fetch(`${server.url}/sign-in?code=${code}`, { redirect: 'manual' });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toContain(`crosscurrent-${new URL(server.url).port}=`);
    const session = await fetch(`${server.url}/api/session`, {
      headers: { cookie: cookie.split(';')[0] ?? '' },
    });
    expect(await session.json()).toEqual({ signedIn: true, role: 'owner' });
  });
});

describe('live updates', () => {
  it('say at once where things stand', async () => {
    const live = await listen();
    expect(live.response.headers['content-type']).toBe('text/event-stream');
    expect(live.response.headers['cache-control']).toBe('no-store');
    await expect.poll(live.text).toContain('event: pulse');
    const state =
      '"notes":{"version":12,"committedAt":"2026-01-02T11:59:59Z","latestEvent":"2026-01-02T11:59:00Z"}';
    expect(live.text()).toContain(
      `event: commit\ndata: {"streams":{${state}},"now":"2026-01-02T12:00:00.000Z"}\n\n` +
        'event: pulse\ndata: {"now":"2026-01-02T12:00:00.000Z","streams":{"notes":{"lagSeconds":0.2,"why":null}}}\n\n',
    );
  });

  it('tell of a commit at once, and of many five times a second', async () => {
    const live = await listen();
    await expect.poll(live.text).toContain('event: pulse');
    const started = performance.now();
    memory.commit();
    await expect.poll(() => commits(live.text()), { interval: 5 }).toBe(2);
    expect(performance.now() - started).toBeLessThan(1000);
    for (let n = 0; n < 100; n += 1) {
      memory.commit();
      await sleep(10);
    }
    await sleep(250);
    const seconds = (performance.now() - started) / 1000;
    expect(commits(live.text())).toBeGreaterThan(3);
    expect(commits(live.text())).toBeLessThanOrEqual(3 + seconds * 5);
    const before = commits(live.text());
    await sleep(250);
    expect(commits(live.text())).toBe(before);
  });

  it('leave a reader who does not read, and go on for the others', async () => {
    const port = Number(new URL(server.url).port);
    const deaf = connect(port, '127.0.0.1');
    deaf.on('error', () => undefined);
    deaf.pause();
    deaf.write(`GET /api/live HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${API_TOKEN}\r\n\r\n`);
    const live = await listen();
    const readers = async () => {
      const text = await (await fetch(`${server.url}/metrics`, { headers })).text();
      return Number(/crosscurrent_live_readers (\d+)/.exec(text)?.[1]);
    };
    await expect.poll(readers).toBe(2);
    memory.state.latestEvent = 'x'.repeat(4 * 1024 * 1024);
    for (let n = 0; n < 5; n += 1) {
      memory.commit();
      await sleep(210);
    }
    await expect.poll(readers).toBeLessThan(2);
    memory.state.latestEvent = 'the end';
    memory.commit();
    await expect.poll(live.text).toContain('the end');
    deaf.destroy();
  });
});

describe('closing', () => {
  it('takes less than a second, with pages open, connections idle, and a command under way', async () => {
    const live = await listen();
    const idle = connect(Number(new URL(server.url).port), '127.0.0.1');
    idle.on('error', () => undefined);
    const idleClosed = new Promise((resolve) => idle.on('close', resolve));
    const half = connect(Number(new URL(server.url).port), '127.0.0.1');
    half.on('error', () => undefined);
    half.write('POST /v1/events/notes HTTP/1.1\r\nHost: loc');
    await fetch(`${server.url}/api/health`);
    const command = fetch(`${server.url}/api/commands/wait`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"args":{}}',
    }).then((answer) => answer.text());
    await sleep(100);
    const started = performance.now();
    await server.close();
    expect(performance.now() - started).toBeLessThan(1000);
    await live.ended;
    await idleClosed;
    expect(await command).toContain('Stopped.');
    expect(memory.listeners.size).toBe(0);
    await expect(fetch(`${server.url}/api/health`)).rejects.toThrow();
  });

  it('lets an event that is being written be acknowledged', async () => {
    memory.log.flush = () => sleep(200).then(() => undefined);
    const sent = fetch(`${server.url}/v1/events/notes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${COLLECTOR_KEY}`, 'content-type': 'application/json' },
      body: '{"id":1}',
    });
    await sleep(100);
    await server.close();
    expect((await sent).status).toBe(202);
  });
});
