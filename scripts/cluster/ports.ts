import { createServer } from 'node:net';
import { ClusterProblem } from './problem.ts';
import type { Ports } from './state.ts';

/**
 * Below the numbers that systems give to outgoing connections (32768 on Linux): a broker that was killed finds its port
 * taken otherwise, by a client that tried to connect to it and by chance met itself.
 */
const FIRST = 20_000;
const LAST = 31_999;
const TRIES = 500;

/** Whether nobody listens on a port of loopback. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function choose(taken: Set<number>): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new ClusterProblem(
    `No free port was found between ${FIRST} and ${LAST}.`,
    'End what listens there, or start the cluster on another machine.',
  );
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return choose(new Set());
}

/** The ports of a cluster of which nothing runs: the remembered ones that are free, else others. */
export async function choosePorts(remembered: Ports | undefined): Promise<Ports> {
  const taken = new Set<number>();
  const pick = async (name: keyof Ports): Promise<number> => {
    const before = remembered?.[name];
    if (before === undefined || taken.has(before) || !(await isFree(before))) return choose(taken);
    taken.add(before);
    return before;
  };
  return {
    postgresql: await pick('postgresql'),
    kafka: await pick('kafka'),
    controller: await pick('controller'),
    rpc: await pick('rpc'),
    rest: await pick('rest'),
    gateway: await pick('gateway'),
  };
}
