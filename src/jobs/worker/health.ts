import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { CrosscurrentError } from '../../event/errors.ts';

/** What a worker says of itself. */
export interface WorkerHealth {
  readonly role: string;
  /** Whether it does the work that only one process may do. */
  readonly leading: boolean;
  /** What has not worked for a while, in words. */
  readonly trouble: string | null;
  readonly partitions: readonly {
    readonly stream: string;
    readonly partition: number;
    readonly offset: bigint | null;
    /** Messages behind it that are in the topic; null when that is not known. */
    readonly lag: bigint | null;
  }[];
  readonly streams: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/health` (200, or 503 with what is wrong) and `/metrics` for Prometheus. Both say nothing secret.
 * @throws CrosscurrentError port_in_use
 */
export async function serveHealth(
  health: () => WorkerHealth,
  { host, port }: { host: string; port: number },
): Promise<HealthServer> {
  const registry = registryOf(health);
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/metrics') {
      void registry.metrics().then((text) => {
        response.writeHead(200, { 'content-type': registry.contentType }).end(text);
      });
      return;
    }
    if (path !== '/health') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('There are /health and /metrics.\n');
      return;
    }
    const now = health();
    const text = JSON.stringify(now, (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    response.writeHead(now.trouble === null ? 200 : 503, { 'content-type': 'application/json' }).end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, port)));
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portError(error: Error, port: number): CrosscurrentError {
  return new CrosscurrentError(
    'port_in_use',
    `The worker cannot listen on port ${port} (${error.message}).`,
    'Choose another one with --health-port; 0 takes a free one.',
    { cause: error },
  );
}

function registryOf(health: () => WorkerHealth): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'crosscurrent_worker_leading',
    help: '1 while this worker does the work that only one process may do',
    registers,
    collect() {
      this.set(health().leading ? 1 : 0);
    },
  });
  new Gauge({
    name: 'crosscurrent_worker_events',
    help: 'Events that this worker has brought in, by outcome',
    labelNames: ['stream', 'outcome'],
    registers,
    collect() {
      for (const [stream, counts] of Object.entries(health().streams)) {
        for (const [outcome, events] of Object.entries(counts)) this.set({ stream, outcome }, events);
      }
    },
  });
  new Gauge({
    name: 'crosscurrent_worker_lag_messages',
    help: 'Messages of the partitions of this worker that are not in the warehouse yet',
    labelNames: ['stream', 'partition'],
    registers,
    collect() {
      this.reset();
      for (const { stream, partition, lag } of health().partitions) {
        if (lag !== null) this.set({ stream, partition: String(partition) }, Number(lag));
      }
    },
  });
  return registry;
}
