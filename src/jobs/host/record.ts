import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** Where the host's PostgreSQL listens. Its password is kept with the secrets. */
const Postgres = z.object({
  host: z.string(),
  port: z.number(),
  user: z.string(),
  database: z.string(),
});

const Record = z.object({
  pid: z.int(),
  /** A random id of this one run. */
  instance: z.string(),
  /** ISO instant. */
  startedAt: z.string(),
  /** What it runs, as typed: `start`, `ingest web-behaviour`. */
  command: z.string(),
  version: z.string(),
  /** `ready`: takes work at `url`. `ending`: takes no more, and lets go of the folder soon. */
  state: z.enum(['starting', 'ready', 'ending']),
  /** Its control server on loopback, without a slash at the end. */
  url: z.string().nullable(),
  postgres: Postgres.nullable(),
});

/** Who has the data folder; kept in `host.json`. It is true as long as the lock is held. */
export type HostRecord = z.infer<typeof Record>;

export const recordFile = (dataDir: string): string => path.join(dataDir, 'host.json');

/** Writes the record so that a reader sees the one before or this one whole. */
export async function writeRecord(dataDir: string, record: HostRecord): Promise<void> {
  const file = recordFile(dataDir);
  const fresh = `${file}.${randomUUID()}`;
  await writeFile(fresh, `${JSON.stringify(record, null, 2)}\n`);
  await rename(fresh, file).catch(async (error: unknown) => {
    await rm(fresh, { force: true });
    throw error;
  });
}

/** The record as it stands, whether or not its host still lives; null when there is none that can be read. */
export async function readRecord(dataDir: string): Promise<HostRecord | null> {
  const text = await readFile(recordFile(dataDir), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return Record.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export async function removeRecord(dataDir: string): Promise<void> {
  await rm(recordFile(dataDir), { force: true });
}
