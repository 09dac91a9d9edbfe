import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

const FILE = 'postgres-password';

/** What we generate, and nothing else: a damaged or edited file must not end up in a statement. */
const OURS = /^[0-9a-f]{48}$/;

/** The stored password of the warehouse's superuser, or undefined when there is none or it is damaged. */
export async function readPassword(secretsDir: string): Promise<string | undefined> {
  const text = await readFile(path.join(secretsDir, FILE), 'utf8').catch(() => '');
  return OURS.test(text.trim()) ? text.trim() : undefined;
}

/** Generates a password of 192 bits and stores it in a file that only the owner can read. */
export async function createPassword(secretsDir: string): Promise<string> {
  const password = randomBytes(24).toString('hex');
  const file = path.join(secretsDir, FILE);
  await mkdir(secretsDir, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, `${password}\n`, { mode: 0o600, flush: true });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
  return password;
}
