import type { FastifyInstance } from 'fastify';
import { CrosscurrentError } from '../event/errors.ts';
import { type AppOptions, buildApp, portOf } from './app.ts';
import type { ServerDependencies } from './dependencies.ts';

export interface ServerOptions extends Omit<AppOptions, 'host'> {
  /** Default 127.0.0.1: nobody else's machine can reach it. */
  readonly host?: string | undefined;
  /** 0 takes any free one. */
  readonly port: number;
}

export interface Server {
  /** Where it is reached from this machine. */
  readonly url: string;
  /** Lets requests under way finish for half a second, and ends everything else. */
  close(): Promise<void>;
}

const GRACE_MS = 500;

/** Starts the server. Fails with `port_in_use` and `bad_configuration`. */
export async function createServer(
  dependencies: ServerDependencies,
  options: ServerOptions,
): Promise<Server> {
  const { host = '127.0.0.1', port } = options;
  const { fastify, stop } = await buildApp(dependencies, { ...options, host }, (app) => urlOf(app, host));
  try {
    await fastify.listen({ host, port });
  } catch (error) {
    stop();
    await fastify.close();
    throw listenError(error, host, port);
  }
  let closing: Promise<void> | undefined;
  const close = async () => {
    stop();
    const cut = setTimeout(() => fastify.server.closeAllConnections(), GRACE_MS);
    await fastify.close();
    clearTimeout(cut);
  };
  return {
    url: urlOf(fastify, host),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function urlOf(fastify: FastifyInstance, host: string): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${portOf(fastify)}`;
}

function listenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') {
    return new CrosscurrentError(
      'port_in_use',
      `Port ${port} is taken by another program.`,
      'Stop that program, or choose another port with --port.',
      { cause: error },
    );
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CrosscurrentError(
      'bad_configuration',
      `The server cannot listen on ${host}, port ${port} (${code}).`,
      'Use an address of this machine and a port above 1023.',
      { cause: error },
    );
  }
  return error;
}
