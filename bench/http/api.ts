import type { Server } from '../program/server.ts';
import { type Connection, connect, requestHead } from './connection.ts';

/** Asks the API of a running program over one connection. */
export interface Api {
  /** The body of the answer; fails when it is not 200. */
  get(target: string): Promise<unknown>;
  /** How long the whole answer took, in milliseconds. */
  time(target: string): Promise<number>;
  close(): void;
}

/** Connects to the API with its token. */
export async function openApi({ url, apiToken }: Pick<Server, 'url' | 'apiToken'>): Promise<Api> {
  let connection: Connection = await connect(url);
  const ask = async (target: string): Promise<Buffer> => {
    if (connection.closed) connection = await connect(url);
    const { status, body } = await connection.request(requestHead('GET', target, { url, key: apiToken }));
    if (status !== 200) throw new Error(`${target} answered ${status}: ${body.toString().slice(0, 300)}`);
    return body;
  };
  return {
    get: async (target) => JSON.parse((await ask(target)).toString()),
    async time(target) {
      const began = performance.now();
      await ask(target);
      return performance.now() - began;
    },
    close: () => connection.close(),
  };
}

/** The address of a report with its parameters. */
export function reportTarget(name: string, params: Readonly<Record<string, string>> = {}, part = ''): string {
  const query = new URLSearchParams(params).toString();
  return `/api/reports/${name}${part}${query === '' ? '' : `?${query}`}`;
}
