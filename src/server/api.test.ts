import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CrosscurrentError } from '../event/errors.ts';
import { type App, buildApp } from './app.ts';
import { API_TOKEN, COLLECTOR_KEY, memoryDependencies } from './testing/memory.ts';

const headers = { authorization: `Bearer ${API_TOKEN}` };

let memory: ReturnType<typeof memoryDependencies>;
let app: App;
beforeEach(async () => {
  memory = memoryDependencies();
  app = await buildApp(
    memory.dependencies,
    { host: '127.0.0.1', logLevel: 'silent' },
    () => 'http://127.0.0.1:4700',
  );
});
afterEach(async () => {
  app.stop();
  await app.fastify.close();
});

const get = (url: string) => app.fastify.inject({ method: 'GET', url, headers });
const post = (url: string, payload: object) => app.fastify.inject({ method: 'POST', url, headers, payload });

describe('the streams', () => {
  it('are shown with their declaration, figures and a line to paste', async () => {
    const [stream] = (await get('/api/streams')).json();
    expect(stream).toMatchObject({
      name: 'notes',
      id: 'id',
      eventTime: 'ts',
      bots: null,
      reports: ['authors'],
      derived: [{ name: 'initial', type: 'text', from: 'author', about: 'First letter of the author' }],
      rollups: [
        { name: 'hours', grain: 'hour', by: ['author'], measures: [{ name: 'notes', kind: 'count' }] },
      ],
      stored: '1152921504606846976',
      simulated: 3,
      latestEvent: '2026-01-02T11:59:00Z',
    });
    expect(stream.columns[0]).toEqual({
      name: 'id',
      type: 'text',
      required: true,
      aliases: [],
      about: 'Which note',
    });
    expect(stream.collectorExample).toContain('http://127.0.0.1:4700/v1/events/notes');
    expect(stream.collectorExample).toContain(COLLECTOR_KEY);
  });
});

describe('reports', () => {
  it('are answered as they come', async () => {
    const answer = await get('/api/reports/authors?limit=5&day=2026-01-01');
    expect(answer.json().rows[1]).toEqual({ author: 'Ann, "the" author', notes: '9007199254740993' });
    expect(Object.keys(answer.json())).toEqual(['report', 'params', 'columns', 'rows', 'asOf']);
    expect(memory.reports.asked).toEqual([{ name: 'authors', given: { limit: '5', day: '2026-01-01' } }]);
  });

  it('come as CSV', async () => {
    const answer = await get('/api/reports/authors?format=csv&limit=5');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="authors.csv"');
    expect(answer.body.split('\r\n')[0]).toBe('author,notes');
    expect(memory.reports.asked).toEqual([{ name: 'authors', given: { limit: '5' } }]);
  });

  it('may show events, with lists as arrays', async () => {
    const offered = (await get('/api/reports')).json();
    expect(offered[0].listing).toBeUndefined();
    expect(offered[1]).toMatchObject({ name: 'last-notes', chart: 'cards', listing: true, figures: [] });
    const answer = (await get('/api/reports/last-notes?limit=1')).json();
    expect(answer.columns[1]).toEqual({ name: 'tags', type: 'list', unit: null });
    expect(answer.rows).toEqual([{ author: 'Ann', tags: ['a', 'kind\u001fname'] }]);
    const csv = await get('/api/reports/last-notes?format=csv');
    expect(csv.body).toBe('author,tags\r\nAnn,"[""a"",""kind\\u001fname""]"\r\n');
  });

  it('refuse what they do not know', async () => {
    const unknown = await get('/api/reports/nothing');
    expect([unknown.statusCode, unknown.json().error.code]).toEqual([404, 'unknown_report']);
    for (const query of ['limit=0', 'limit=1&limit=2', 'format=xml', '__proto__=1&limit=0']) {
      const answer = await get(`/api/reports/authors?${query}`);
      expect([query, answer.statusCode, answer.json().error.code]).toEqual([query, 400, 'bad_parameter']);
    }
  });

  it('hand over every parameter as text, whatever its name', async () => {
    await get('/api/reports/authors/events?__proto__=x&constructor=y&author=%00');
    const [asked] = z
      .array(z.object({ given: z.record(z.string(), z.string()) }))
      .parse(memory.reports.asked);
    expect(Object.entries(asked?.given ?? {})).toContainEqual(['constructor', 'y']);
    expect(Object.entries(asked?.given ?? {})).toContainEqual(['author', '\0']);
  });
});

describe('dead letters', () => {
  it('are listed page by page', async () => {
    await get('/api/dead-letters');
    await get('/api/dead-letters?stream=notes&reason=not_json&limit=10&before=9007199254740993');
    expect(memory.asked).toEqual([
      { stream: undefined, reason: undefined, limit: 50, before: undefined },
      { stream: 'notes', reason: 'not_json', limit: 10, before: '9007199254740993' },
    ]);
  });

  it('refuse a page that is none', async () => {
    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'before=x', 'before=1;DROP', 'other=1']) {
      const answer = await get(`/api/dead-letters?${query}`);
      expect([query, answer.statusCode, answer.json().error.code]).toEqual([query, 400, 'bad_parameter']);
    }
  });

  it('are replayed, all or some', async () => {
    await post('/api/dead-letters/replay', { stream: 'notes' });
    await post('/api/dead-letters/replay', { stream: 'notes', ids: [7, '9007199254740993'] });
    expect(memory.asked).toEqual([
      { stream: 'notes', ids: undefined },
      { stream: 'notes', ids: ['7', '9007199254740993'] },
    ]);
    const wrong = await post('/api/dead-letters/replay', { stream: 'notes', ids: ['x'] });
    expect(wrong.statusCode).toBe(400);
  });
});

describe('commands', () => {
  it('answer progress and a result, line by line', async () => {
    const answer = await post('/api/commands/echo', { args: { file: 'x', big: 1 } });
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    expect(answer.body).toBe('{"progress":{"done":1}}\n{"result":{"echoed":{"file":"x","big":1}}}\n');
  });

  it('answer an error as the last line', async () => {
    const answer = await post('/api/commands/fail', { args: {} });
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({
      error: { code: 'file_not_found', message: 'There is no such file.', remedy: 'Check its name.' },
    });
  });

  it('are only those that exist', async () => {
    for (const name of ['nothing', 'constructor', '__proto__', 'toString']) {
      expect((await post(`/api/commands/${name}`, { args: {} })).statusCode).toBe(404);
    }
  });
});

describe('the log', () => {
  it('tells of bugs, but no secret', async () => {
    const lines: string[] = [];
    const options = {
      host: '127.0.0.1',
      logLevel: 'debug',
      logTo: { write: (line: string) => lines.push(line) },
    } as const;
    const loud = await buildApp(memory.dependencies, options, () => 'http://127.0.0.1:4700');
    memory.failure.audit = new Error('the disk is on fire');
    memory.log.fail = new CrosscurrentError('internal', 'No log.', '');
    const code = memory.dependencies.oneTimeCodes.issue();
    const cookie = 'crosscurrent-0=a-cookie';
    await loud.fastify.inject({
      method: 'GET',
      url: '/api/audit?token=a-token',
      headers: { ...headers, cookie },
    });
    await loud.fastify.inject({ method: 'GET', url: `/sign-in?code=${code}` });
    const payload = '{"id":1}';
    const type = { 'content-type': 'application/json' };
    await loud.fastify.inject({
      method: 'POST',
      url: `/v1/events/notes?key=${COLLECTOR_KEY}`,
      payload,
      headers: type,
    });
    await loud.fastify.inject({ method: 'POST', url: '/api/session', payload: { token: 'wrong-token' } });
    loud.stop();
    await loud.fastify.close();
    const log = lines.join('');
    expect(log).toContain('the disk is on fire');
    expect(log).toContain('/v1/events/notes');
    for (const secret of [API_TOKEN, COLLECTOR_KEY, code, 'a-cookie', 'a-token', 'wrong-token']) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('errors', () => {
  it('tell nothing about a bug', async () => {
    memory.failure.audit = new Error('password=hunter2');
    const answer = await get('/api/audit');
    expect(answer.statusCode).toBe(500);
    expect(answer.json().error.code).toBe('internal');
    expect(answer.body).not.toContain('hunter2');
  });

  it('say when to come back', async () => {
    memory.failure.audit = new CrosscurrentError('warehouse_unavailable', 'PostgreSQL is away.', 'Wait.');
    const answer = await get('/api/audit');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
  });

  it('have one shape, whatever is wrong with a request', async () => {
    const requests = [
      { method: 'POST', url: '/api/session', payload: '{"token"', type: 'application/json', status: 400 },
      { method: 'POST', url: '/api/session', payload: '"x"', type: 'application/json', status: 400 },
      {
        method: 'POST',
        url: '/api/session',
        payload: '{"token":"x","__proto__":{}}',
        type: 'application/json',
        status: 400,
      },
      { method: 'POST', url: '/api/session', payload: 'x', type: 'text/html', status: 415 },
      { method: 'GET', url: '/api/reports/%ff', payload: '', type: 'text/html', status: 400 },
      { method: 'GET', url: `/api/reports/${'x'.repeat(300)}`, payload: '', type: 'text/html', status: 404 },
    ] as const;
    for (const { method, url, payload, type, status } of requests) {
      const answer = await app.fastify.inject({
        method,
        url,
        headers: { ...headers, 'content-type': type },
        ...(payload === '' ? {} : { payload }),
      });
      const shape = z.strictObject({
        error: z.strictObject({ code: z.string(), message: z.string(), remedy: z.string() }),
      });
      expect([url.slice(0, 30), payload, answer.statusCode]).toEqual([url.slice(0, 30), payload, status]);
      expect(shape.safeParse(answer.json()).success).toBe(true);
    }
  });
});

describe('metrics', () => {
  it('count what the collector took in, and how the rest answered', async () => {
    const key = { authorization: `Bearer ${COLLECTOR_KEY}`, 'content-type': 'application/x-ndjson' };
    const payload = '{"id":1}\nnonsense\n';
    await app.fastify.inject({ method: 'POST', url: '/v1/events/notes', headers: key, payload });
    await get('/api/reports/authors?day=2026-01-01');
    const { body } = await get('/metrics');
    expect(body).toContain('crosscurrent_collector_received_total{stream="notes"} 2');
    expect(body).toContain('crosscurrent_collector_refused_total{stream="notes"} 1');
    expect(body).toContain('crosscurrent_lag_seconds{stream="notes"} 0.2');
    expect(body).toMatch(
      /crosscurrent_http_request_seconds_count\{method="GET",route="\/api\/reports\/:name",status="200"\} 1/,
    );
    expect(body).not.toContain('2026-01-01');
  });
});
