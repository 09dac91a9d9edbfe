import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import type { CollectorCounts } from '../collector/counts.ts';
import type { ServerDependencies } from '../dependencies.ts';
import type { Broadcast } from '../live/broadcast.ts';
import { type Route, route } from '../route.ts';

export interface Metrics {
  readonly routes: readonly Route[];
  /** Records an answer of any route but the collector's, whose own counts are cheaper. */
  record(what: { route: string; method: string; status: number; seconds: number }): void;
}

type Parts = Pick<ServerDependencies, 'log' | 'lag'> & {
  readonly collector: ReadonlyMap<string, CollectorCounts>;
  readonly live: Broadcast;
};

/** Figures for Prometheus. */
export function metrics(parts: Parts): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'crosscurrent_http_request_seconds',
    help: 'Time from a request to its answer, the collector aside',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  collectorMetrics(registry, parts.collector);
  stateMetrics(registry, parts);
  const routes = [
    route({
      method: 'GET',
      path: '/metrics',
      access: 'token',
      summary: 'Figures for Prometheus',
      answers: { 200: { about: 'Text format', type: 'text/plain', schema: z.string() } },
      handle: async ({ reply }) => reply.type(registry.contentType).send(await registry.metrics()),
    }),
  ];
  return {
    routes,
    record: ({ method, route: path, status, seconds }) => {
      requests.labels(method, path, String(status)).observe(seconds);
    },
  };
}

const COLLECTED = {
  received: 'Events that the collector took in',
  refused: 'Events that were refused, and became dead letters',
  bytes: 'Bytes of events, unpacked',
  posts: 'Requests that were answered with 202',
  seconds: 'Time from the head of a request to its events being on disk, summed up over posts',
} as const;

function collectorMetrics(registry: Registry, counts: ReadonlyMap<string, CollectorCounts>): void {
  for (const [key, help] of Object.entries(COLLECTED)) {
    new Counter({
      name: `crosscurrent_collector_${key}_total`,
      help,
      labelNames: ['stream'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [stream, count] of counts) {
          const value = Object.entries(count).find(([name]) => name === key)?.[1];
          this.labels(stream).inc(value ?? 0);
        }
      },
    });
  }
}

function stateMetrics(registry: Registry, { log, lag, live }: Parts): void {
  const registers = [registry];
  new Gauge({
    name: 'crosscurrent_live_readers',
    help: 'Pages that listen for live updates',
    registers,
    collect() {
      this.set(live.readers);
    },
  });
  new Gauge({
    name: 'crosscurrent_log_bytes',
    help: 'Bytes of the log on disk',
    registers,
    collect() {
      this.set(log.usage().bytes);
    },
  });
  new Gauge({
    name: 'crosscurrent_log_limit_bytes',
    help: 'Bytes at which the log is full',
    registers,
    collect() {
      this.set(log.usage().limitBytes);
    },
  });
  new Gauge({
    name: 'crosscurrent_lag_seconds',
    help: 'How far the warehouse is behind the log',
    labelNames: ['stream'],
    registers,
    async collect() {
      const streams = await lag();
      for (const [stream, { lagSeconds }] of Object.entries(streams)) this.labels(stream).set(lagSeconds);
    },
  });
}
