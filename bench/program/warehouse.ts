import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';

const Host = z.object({
  postgres: z
    .object({ host: z.string(), port: z.number(), user: z.string(), database: z.string() })
    .nullable(),
});

/** Connects to the PostgreSQL of a program that runs on the data folder; undefined while there is none. */
export async function connectWarehouse(dataDir: string): Promise<Client | undefined> {
  const text = await readFile(path.join(dataDir, 'host.json'), 'utf8').catch(() => undefined);
  const connection = text === undefined ? null : Host.parse(JSON.parse(text)).postgres;
  if (connection === null) return undefined;
  const password = await readFile(path.join(dataDir, 'secrets', 'postgres-password'), 'utf8');
  const client = new Client({ ...connection, password: password.trim() });
  client.on('error', () => undefined); // it may end before us
  try {
    await client.connect();
    return client;
  } catch {
    return undefined;
  }
}
