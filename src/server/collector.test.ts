import { connect } from 'node:net';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CrosscurrentError } from '../event/errors.ts';
import { createServer, type Server } from './create-server.ts';
import { COLLECTOR_KEY, memoryDependencies } from './testing/memory.ts';

const MAX_BODY = 256 * 1024;

let memory: ReturnType<typeof memoryDependencies>;
let server: Server;
beforeEach(async () => {
  memory = memoryDependencies();
  server = await createServer(memory.dependencies, { port: 0, maxBodyBytes: MAX_BODY, logLevel: 'silent' });
});
afterEach(() => server.close());

const auth = { authorization: `Bearer ${COLLECTOR_KEY}` };

function send(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  path = '/v1/events/notes',
) {
  const type = { 'content-type': 'application/x-ndjson' };
  return fetch(server.url + path, { method: 'POST', body, headers: { ...auth, ...type, ...headers } });
}

const json = { 'content-type': 'application/json' };

/** What a server answers to bytes as they are. */
function raw(bytes: string, { end = false } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => undefined);
    socket.write(bytes, () => end && socket.end());
  });
}

const head = (...lines: string[]) =>
  [
    'POST /v1/events/notes HTTP/1.1',
    'Host: 127.0.0.1',
    `Authorization: Bearer ${COLLECTOR_KEY}`,
    ...lines,
    '',
    '',
  ].join('\r\n');

describe('the collector', () => {
  it('answers 202 when the events are in the log, bytes as they came', async () => {
    const body = '{"id": "n1", "n": 1.10}\n{"id":"n2"}\n';
    const answer = await send(body);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ received: 2, accepted: 2, refused: [] });
    expect(memory.log.appended).toEqual([{ stream: 'notes', source: 'collector', text: body, lines: 2 }]);
  });

  it('answers no sooner (D1)', async () => {
    const order: string[] = [];
    let flushed = () => {};
    memory.log.flush = () =>
      new Promise((resolve) => {
        flushed = resolve;
      });
    const sent = send('{"id":1}').then(() => order.push('answered'));
    await expect.poll(() => flushed.toString()).not.toBe('() => {}');
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push('flushed');
    flushed();
    await sent;
    expect(order).toEqual(['flushed', 'answered']);
  });

  it('keeps refused lines as well, and says which and why', async () => {
    const answer = await send('{"id":"n1"}\n\nnonsense\n[1]\r\n{"x":1}\n');
    expect(await answer.json()).toEqual({
      received: 4,
      accepted: 1,
      refused: [
        { line: 3, reason: 'not_json', words: 'the line is not valid JSON' },
        { line: 4, reason: 'not_an_object', words: 'the line is JSON, but not an object' },
        { line: 5, reason: 'missing:id', words: 'a required field is missing: id' },
      ],
    });
    expect(memory.log.appended[0]).toMatchObject({ text: '{"id":"n1"}\nnonsense\n[1]\n{"x":1}\n', lines: 4 });
  });

  it('lists a hundred refused lines, and how many more there were', async () => {
    const answer = await (await send('nonsense\n'.repeat(250))).json();
    expect(answer.refused.length).toBe(100);
    expect(answer).toMatchObject({ received: 250, accepted: 0, moreRefused: 150 });
  });

  it.each([
    ['one object', '{\n "id": 1,\n "n": 1.10\n}', '{  "id": 1,  "n": 1.10 }\n'],
    ['an array', '[{"id":1.0},\n {"id":\n2}]', '{"id":1.0}\n{"id": 2}\n'],
    ['NDJSON', '{"id":1}\r\n{"id":2}', '{"id":1}\n{"id":2}\n'],
  ])('takes %s, as JSON and as plain text', async (_what, body, text) => {
    for (const type of ['application/json', 'text/plain;charset=UTF-8', 'Application/JSON; charset=utf-8']) {
      expect((await send(body, { 'content-type': type })).status).toBe(202);
      expect(memory.log.appended.pop()?.text).toBe(text);
    }
  });

  it('takes an empty array for what it is', async () => {
    expect(await (await send('[]', json)).json()).toEqual({ received: 0, accepted: 0, refused: [] });
    expect(memory.log.appended).toEqual([]);
  });

  it.each(['', ' ', '\n\r\n\n'])('refuses the empty body %j', async (body) => {
    for (const type of [json, {}]) {
      const answer = await send(body, type);
      expect([answer.status, (await answer.json()).error.code]).toEqual([400, 'bad_call']);
    }
  });

  it('takes the key from a header of its own, and from the address', async () => {
    const post = (headers: Record<string, string>, query: string) =>
      fetch(`${server.url}/v1/events/notes${query}`, {
        method: 'POST',
        body: '{"id":1}',
        headers: { ...json, ...headers },
      });
    expect((await post({ 'x-collector-key': COLLECTOR_KEY }, '')).status).toBe(202);
    expect((await post({}, `?key=${COLLECTOR_KEY}`)).status).toBe(202);
    expect((await post({}, `?key=${COLLECTOR_KEY}&key=${COLLECTOR_KEY}`)).status).toBe(401);
    expect((await post({ authorization: 'Bearer wrong' }, `?key=${COLLECTOR_KEY}`)).status).toBe(401);
    expect((await post({}, '')).status).toBe(401);
    expect(memory.log.appended.length).toBe(2);
  });

  it('names the streams there are', async () => {
    const answer = await send('{"id":1}', {}, '/v1/events/nothing');
    expect(answer.status).toBe(404);
    expect((await answer.json()).error).toMatchObject({ code: 'unknown_stream', remedy: 'Streams: notes.' });
  });

  it.each(['text/html', 'application/x-www-form-urlencoded', 'x', ''])(
    'refuses the content type %j',
    async (type) => {
      const answer = await send('{"id":1}', { 'content-type': type });
      expect([answer.status, (await answer.json()).error.code]).toEqual([415, 'unsupported_type']);
    },
  );
});

describe('a plain post, which goes past the framework', () => {
  const shown = async (answer: Response) => {
    const { date: _, ...headers } = Object.fromEntries(answer.headers);
    return { status: answer.status, headers, body: await answer.text() };
  };
  const full = new CrosscurrentError('log_full', 'The log is full.', 'Wait.');

  it.each<[what: string, body: string, headers: Record<string, string>, failure?: Error]>([
    ['is accepted', '{"id":1}', json],
    ['has refused lines', '{"id":1}\n[]\n', {}],
    ['is empty', '', json],
    ['is too large', 'x'.repeat(MAX_BODY + 1), {}],
    ['is of a strange type', '{"id":1}', { 'content-type': 'text/html' }],
    ['is packed in a strange way', '{"id":1}', { ...json, 'content-encoding': 'deflate' }],
    ['comes when the log is full', '{"id":1}', json, full],
    ['meets a bug', '{"id":1}', json, new Error('a bug')],
    ['has a wrong key', '{"id":1}', { ...json, authorization: 'Bearer wrong' }],
  ])('is answered as any other when it %s', async (_, body, headers, failure) => {
    if (failure !== undefined) memory.log.flush = () => Promise.reject(failure);
    const plain = await shown(await send(body, headers));
    // With a query it takes the way of all requests.
    expect(await shown(await send(body, headers, '/v1/events/notes?x'))).toEqual(plain);
  });
});

describe('the collector for pages of other sites', () => {
  it('may be sent to and its answers read, errors too', async () => {
    const preflight = await fetch(`${server.url}/v1/events/notes`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example.org', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-collector-key');
    for (const answer of [
      await send('{"id":1}'),
      await send(''),
      await send('x', { authorization: 'Bearer x' }),
    ]) {
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([
        answer.status,
        '*',
      ]);
      expect(answer.headers.get('access-control-allow-credentials')).toBe(null);
    }
  });
});

describe('compressed bodies', () => {
  const text = '{"id":1}\n{"id":2}\n';

  it.each([
    ['gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['GZIP', gzipSync(text)],
    ['identity', Buffer.from(text)],
  ])('are unpacked: %s', async (encoding, body) => {
    const answer = await send(body, { 'content-encoding': encoding });
    expect(await answer.json()).toMatchObject({ received: 2, accepted: 2 });
    expect(memory.log.appended[0]?.text).toBe(text);
  });

  it('that are cut off or no such thing are refused whole', async () => {
    for (const body of [gzipSync(text).subarray(0, 20), Buffer.from('nonsense')]) {
      const answer = await send(body, { 'content-encoding': 'gzip' });
      expect([answer.status, (await answer.json()).error.code]).toEqual([400, 'bad_call']);
    }
    expect(memory.log.appended).toEqual([]);
  });

  it('of an unknown kind are refused with those that are known', async () => {
    for (const encoding of ['deflate', 'gzip, gzip', 'x']) {
      const answer = await send(text, { 'content-encoding': encoding });
      expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, 'gzip, br, zstd']);
    }
  });

  it('that unpack to more than may be sent are stopped', async () => {
    const zeros = Buffer.alloc(64 * 1024 * 1024);
    const bodies = [
      ['gzip', gzipSync(zeros)],
      ['zstd', zstdCompressSync(zeros)],
    ] as const;
    for (const [encoding, body] of bodies) {
      expect(body.length).toBeLessThan(MAX_BODY);
      const before = process.memoryUsage().rss;
      const answer = await send(body, { 'content-encoding': encoding });
      expect([answer.status, (await answer.json()).error.code]).toEqual([413, 'too_large']);
      expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
    }
  });
});

describe('bad input', () => {
  it('that is too large is refused, and the sender sees the answer', async () => {
    const answer = await send('x'.repeat(20 * MAX_BODY));
    expect([answer.status, (await answer.json()).error.code]).toEqual([413, 'too_large']);
    expect((await send('x'.repeat(MAX_BODY))).status).toBe(202);
    expect((await send('x'.repeat(MAX_BODY + 1))).status).toBe(413);
  });

  it('that is too large without saying so beforehand is refused as soon as it is', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 65_536;
        if (sent > 100 * MAX_BODY) controller.close();
        else controller.enqueue(Buffer.alloc(65_536, 'x'));
      },
    });
    const type = { 'content-type': 'application/x-ndjson' };
    const request = { method: 'POST', body: endless, headers: { ...auth, ...type }, duplex: 'half' } as const;
    const status = await fetch(`${server.url}/v1/events/notes`, request).then(
      (answer) => answer.status,
      () => 413,
    );
    expect(status).toBe(413);
    expect(memory.log.appended).toEqual([]);
  });

  it('of other kinds becomes a refused line, byte by byte', async () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    const lines = [
      '{"id":"\xff"}',
      '{"id":"a\0b"}',
      deep,
      `{"id":1,"deep":${deep}}`,
      '{"__proto__":{"id":1}}',
      '{"id":1,"__proto__":{"x":1}}',
      '{"id":99999999999999999999}',
      '{"id":"\\u0000"}',
    ];
    const body = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
    const answer = await (await send(body)).json();
    expect(
      answer.refused.map(({ line, reason }: { line: number; reason: string }) => [line, reason]),
    ).toEqual([
      [1, 'not_utf8'],
      [2, 'not_json'],
      [3, 'not_an_object'],
      [5, 'missing:id'],
    ]);
    expect(memory.log.appended[0]?.text).toBe(body.toString('latin1'));
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it('that is cut off, or longer than it says, stores nothing but what was complete', async () => {
    await raw(`${head('Content-Type: application/json', 'Content-Length: 100')}{"id":1}`, { end: true });
    expect(memory.log.appended).toEqual([]);
    const answer = await raw(
      `${head('Content-Type: application/json', 'Content-Length: 8')}{"id":1}{"id":2}`,
    );
    expect(answer).toMatch(/HTTP\/1\.1 400 /);
    expect(memory.log.appended.map(({ text }) => text)).toEqual(['{"id":1}\n']);
  });

  it('that is no HTTP is answered and hung up on', async () => {
    expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request.*"bad_call"/s);
    expect(await raw(`${head(`X-Long: ${'x'.repeat(100_000)}`)}`)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await raw(head('Content-Length: 5', 'Transfer-Encoding: chunked'))).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('in millions of small chunks costs no more than its size', async () => {
    const chunked = head(
      'Content-Type: application/x-ndjson',
      'Transfer-Encoding: chunked',
      'Connection: close',
    );
    const before = process.memoryUsage().rss;
    const answer = await raw(`${chunked}${'1\r\nx\r\n'.repeat(MAX_BODY)}0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 202 .*"received":1,/s);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
  });
});

describe('slow senders', () => {
  it('are hung up on, whether they dawdle over the headers or the body', async () => {
    const timeouts = { headers: 200, request: 400, check: 50 };
    const impatient = await createServer(memory.dependencies, { port: 0, timeouts, logLevel: 'silent' });
    const patient = server;
    server = impatient;
    expect(await raw('POST /v1/events/notes HTTP/1.1\r\nHost: loc')).toMatch(/^HTTP\/1\.1 408 /);
    const body = `${head('Content-Type: application/json', 'Content-Length: 100')}{"id"`;
    expect(await raw(body)).toMatch(/^HTTP\/1\.1 408 /);
    expect(memory.log.appended).toEqual([]);
    await impatient.close();
    server = patient;
  });
});

describe('back-pressure (D7)', () => {
  it.each(['log_full', 'disk_full'] as const)('%s asks the sender to wait', async (code) => {
    memory.log.fail = new CrosscurrentError(code, 'No room.', 'Wait.');
    const answer = await send('{"id":1}');
    expect([answer.status, (await answer.json()).error.code]).toEqual([503, code]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    memory.log.fail = undefined;
    expect((await send('{"id":1}')).status).toBe(202);
  });
});
