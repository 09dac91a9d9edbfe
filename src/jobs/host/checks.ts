import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { freemem, totalmem } from 'node:os';
import path from 'node:path';
import { CrosscurrentError } from '../../event/errors.ts';
import { findHost } from './acquire.ts';
import type { Finding } from './findings.ts';
import { checkFormat } from './folder.ts';

const GIB = 2 ** 30;

/** The nearest folder that is there: the one that would be written to. */
async function nearestFolder(folder: string): Promise<string> {
  const there = await stat(folder).then(
    () => true,
    () => false,
  );
  const parent = path.dirname(folder);
  return there || parent === folder ? folder : await nearestFolder(parent);
}

function wrong(name: string, error: unknown): Finding {
  if (error instanceof CrosscurrentError) {
    return { name, state: 'wrong', found: error.message, remedy: error.remedy };
  }
  const why = error instanceof Error ? error.message : String(error);
  return { name, state: 'wrong', found: `${why}.`, remedy: 'Check who owns it and what rights it has.' };
}

/** Whether the data folder can be used, or made, and who has it. Writes nothing. */
export async function checkDataFolder(dataDir: string): Promise<Finding> {
  const name = 'data folder';
  try {
    const folder = await nearestFolder(dataDir);
    await access(folder, constants.W_OK | constants.X_OK);
    if (folder !== dataDir) return { name, state: 'good', found: `${dataDir} can be made.` };
    await checkFormat(dataDir);
    const host = await findHost(dataDir);
    if (host === null) return { name, state: 'good', found: `${dataDir} can be used; nobody has it.` };
    const at = host.url === null ? '' : ` at ${host.url}`;
    const found = `${dataDir} is held by \`crosscurrent ${host.command}\` (process ${host.pid}), ${host.state}${at}.`;
    return { name, state: 'good', found };
  } catch (error) {
    return wrong(name, error);
  }
}

/** Whether there is room on the disk of the data folder. */
export async function checkDisk(dataDir: string): Promise<Finding> {
  const name = 'disk';
  try {
    const { bavail, bsize } = await statfs(await nearestFolder(dataDir));
    const free = (bavail * bsize) / GIB;
    const found = `${free.toFixed(1)} GiB are free for the data folder.`;
    if (free >= 5) return { name, state: 'good', found };
    const remedy = 'Free some space, or choose a folder on another disk with --data-dir.';
    return { name, state: free < 0.5 ? 'wrong' : 'warning', found, remedy };
  } catch (error) {
    return wrong(name, error);
  }
}

function listenError(host: string, port: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const server = createServer();
  server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  return promise;
}

/** Whether the server could listen there; the host of the data folder may have the port. */
export async function checkPort(address: { host: string; port: number }, dataDir: string): Promise<Finding> {
  const name = 'port';
  const { host, port } = address;
  const running = await findHost(dataDir).catch(() => null);
  if (running?.url && new URL(running.url).port === String(port)) {
    return { name, state: 'good', found: `Crosscurrent itself listens on ${port}.` };
  }
  const problem = await listenError(host, port);
  if (problem === undefined) return { name, state: 'good', found: `${host}:${port} is free.` };
  const found =
    problem === 'EADDRINUSE' ? `${host}:${port} is taken.` : `${host}:${port} cannot be used (${problem}).`;
  return { name, state: 'wrong', found, remedy: 'Choose another one with --port.' };
}

/** Whether the machine has memory enough. */
export function checkMemory(total: number = totalmem(), free: number = freemem()): Finding {
  const found = `${(total / GIB).toFixed(1)} GiB, of which ${(free / GIB).toFixed(1)} GiB are unused.`;
  if (total >= 2 * GIB) return { name: 'memory', state: 'good', found };
  return { name: 'memory', state: 'warning', found, remedy: 'Set memory-limit to half of it or less.' };
}
