import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../event/clock.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Job, Jobs } from './guests.ts';
import { toJson } from './protocol.ts';
import { type Hosted, type OpenOptions, openSession, type Session } from './session.ts';

const TOKEN = 'a-token';
let folder = '';
let opened: Session[] = [];

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'crosscurrent-session-')), 'data');
  mkdirSync(path.join(folder, 'secrets'), { recursive: true });
  writeFileSync(path.join(folder, 'secrets', 'api-token'), `${TOKEN}\n`);
});

afterEach(async () => {
  for (const session of opened) await session.close();
  opened = [];
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

async function bodyOf(request: IncomingMessage): Promise<{ args: unknown }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString());
}

/** The server's part of the protocol, as small as it can be. */
function controlServer(jobs: Jobs): Server {
  return createServer(async (request, response) => {
    const name = /^\/api\/commands\/(.+)$/.exec(request.url ?? '')?.[1] ?? '';
    const job = jobs[name];
    if (request.headers.authorization !== `Bearer ${TOKEN}` || job === undefined) {
      const code = job === undefined ? 'not_found' : 'not_signed_in';
      response
        .writeHead(404)
        .end(toJson({ error: { code, message: `No ${name}.`, remedy: 'Try another.' } }));
      return;
    }
    const { args } = await bodyOf(request);
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const onProgress = (progress: unknown) => response.write(`${toJson({ progress })}\n`);
    try {
      const result = await job(args, onProgress, gone.signal);
      response.end(`${toJson({ result })}\n`);
    } catch (error) {
      const known =
        error instanceof CrosscurrentError ? error : new CrosscurrentError('internal', String(error), '');
      response.end(
        `${toJson({ error: { code: known.code, message: known.message, remedy: known.remedy } })}\n`,
      );
    }
  });
}

interface Running extends Hosted {
  readonly server: () => Server | undefined;
}

function running(jobs: Jobs): Running {
  let server: Server | undefined;
  return {
    jobs,
    postgres: null,
    server: () => server,
    listen: async (guestJobs) => {
      const started = controlServer(guestJobs);
      server = started;
      await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
      const address = started.address();
      return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    },
    close: async () => {
      server?.closeAllConnections();
      server?.close();
    },
  };
}

async function open(jobs: Jobs, more: Partial<OpenOptions> = {}): Promise<Session> {
  const options = { dataDir: folder, command: 'start', version: '1.0.0', clock: systemClock };
  const session = await openSession({ ...options, become: async () => running(jobs), ...more });
  opened.push(session);
  return session;
}

const echo: Job = async (args, onProgress) => {
  onProgress({ events: 1 });
  onProgress({ events: 2 });
  return { args, big: 2n ** 60n, small: 5n };
};

/** A job that runs until it is let go. */
function waiting(): { job: Job; started: Promise<void>; finish: () => void } {
  const started = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  return {
    job: async () => {
      started.resolve();
      await finished.promise;
      return 'done';
    },
    started: started.promise,
    finish: () => finished.resolve(),
  };
}

describe('a session', () => {
  it('answers the same to host and guest, progress included', async () => {
    const host = await open({ echo });
    const guest = await open({});
    expect([host.role, guest.role]).toEqual(['host', 'guest']);
    for (const session of [host, guest]) {
      const seen: unknown[] = [];
      const result = await session.run(
        'echo',
        { text: 'ä\n"' },
        { onProgress: (progress) => seen.push(progress) },
      );
      expect(result).toEqual({ args: { text: 'ä\n"' }, big: '1152921504606846976', small: 5 });
      expect(seen).toEqual([{ events: 1 }, { events: 2 }]);
    }
  });

  it('hands a job’s own failure on as it is', async () => {
    const fail: Job = async () => {
      throw new CrosscurrentError('disk_full', 'The disk is full.', 'Free some space.');
    };
    await open({ fail });
    const guest = await open({});
    await expect(guest.run('fail', {})).rejects.toMatchObject({
      code: 'disk_full',
      message: 'The disk is full.',
      remedy: 'Free some space.',
    });
    await expect(guest.run('nothing', {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is the host until the work of its guests is done', async () => {
    const { job, started, finish } = waiting();
    const host = await open({ job });
    const guest = await open({});
    const work = guest.run('job', {});
    await started;
    let closed = false;
    const closing = host.close().then(() => {
      closed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(closed).toBe(false);
    finish();
    expect(await work).toBe('done');
    await closing;
    opened = opened.filter((session) => session !== host);
  });

  it('takes the folder over when the host ended before it asked', async () => {
    const host = await open({ echo });
    const guest = await open({ own: async () => 'mine' }, { command: 'audit' });
    expect(guest.role).toBe('guest');
    await host.close();
    opened = opened.filter((session) => session !== host);
    expect(await guest.run('own', {})).toBe('mine');
  });

  it('waits for a host that is starting', async () => {
    const ready = Promise.withResolvers<void>();
    const slow = openSession({
      dataDir: folder,
      command: 'start',
      version: '1.0.0',
      clock: systemClock,
      become: async () => {
        await ready.promise;
        return running({ echo });
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const waits: unknown[] = [];
    const guest = open({}, { onWait: (host) => waits.push(host?.state) });
    await new Promise((resolve) => setTimeout(resolve, 150));
    ready.resolve();
    opened.push(await slow);
    expect((await guest).role).toBe('guest');
    expect(waits).toEqual(['starting']);
  });

  it('says so when the connection breaks while the host works', async () => {
    const { job, started, finish } = waiting();
    const host = running({ job });
    await open({}, { become: async () => host });
    const guest = await open({});
    const work = guest.run('job', {});
    work.catch(() => undefined);
    await started;
    host.server()?.closeAllConnections();
    await expect(work).rejects.toMatchObject({
      message: expect.stringMatching(/connection .* was lost while it ran job/),
    });
    finish();
  });

  it('stops the host’s work when the guest is interrupted', async () => {
    const stopped = Promise.withResolvers<void>();
    const job: Job = async (_args, onProgress, signal) => {
      onProgress({});
      signal.addEventListener('abort', () => stopped.resolve());
      await stopped.promise;
    };
    await open({ job });
    const guest = await open({});
    const stop = new AbortController();
    const work = guest.run('job', {}, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    await stopped.promise;
  });

  it('lets go of the folder when it cannot become the host', async () => {
    const become = async (): Promise<Hosted> => {
      throw new CrosscurrentError('warehouse_unavailable', 'No PostgreSQL.', 'See doctor.');
    };
    await expect(open({}, { become })).rejects.toMatchObject({ code: 'warehouse_unavailable' });
    expect((await open({ echo })).role).toBe('host');
  });

  it('does not hand work to another version', async () => {
    await open({ echo });
    await expect(open({}, { version: '2.0.0' })).rejects.toMatchObject({
      code: 'data_dir_busy',
      message: expect.stringContaining('version 1.0.0'),
    });
  });
});
