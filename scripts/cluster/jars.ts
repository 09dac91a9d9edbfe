import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { findMaven } from './java.ts';
import { ClusterProblem } from './problem.ts';
import { run } from './run.ts';

/** The committed files that a cluster is made from. */
export const TEMPLATES = path.join(import.meta.dirname, '..', '..', 'deploy', 'cluster');

/** The lines of Maven's output that say what went wrong. */
function complaint(output: string): string {
  const lines = output.split('\n').filter((line) => line.startsWith('[ERROR]'));
  return (lines[0] ?? output.trim().split('\n').at(-1) ?? '').replace('[ERROR] ', '').slice(0, 600);
}

/** What is fetched, and how much it is. */
const WHAT = { kafka: 'Kafka (46 MB)', flink: 'Flink (180 MB)', s3proxy: 'S3Proxy (43 MB)' } as const;

async function fetchJars(pom: string, folder: string): Promise<void> {
  const maven = await findMaven();
  const half = `${folder}.new-${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true });
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${half}`];
  // A checksum that does not fit is an error, not a warning.
  const ran = await run(maven, ['--batch-mode', '--strict-checksums', '-f', pom, ...goal], { cwd: half });
  if (ran.code !== 0) {
    await rm(half, { recursive: true, force: true });
    throw new ClusterProblem(
      `Maven could not fetch what ${path.basename(pom)} names: ${complaint(ran.output)}`,
      'Check that this machine reaches a Maven repository (a mirror is named in ~/.m2/settings.xml), then try again.',
    );
  }
  await rename(half, folder).catch(async (error: unknown) => {
    await rm(half, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // somebody else was faster, otherwise
  });
}

/**
 * The folder with the jars of a pom, fetched when they are not there yet. Its name has the pom's hash, so that another
 * version is another folder.
 * @param root the folder of all jars
 */
export async function jarsOf(
  name: keyof typeof WHAT,
  root: string,
  say: (line: string) => void,
): Promise<string> {
  const pom = path.join(TEMPLATES, `${name}-pom.xml`);
  const hash = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const folder = path.join(root, `${name}-${hash}`);
  if (existsSync(folder)) return folder;
  say(`Fetching ${WHAT[name]} with Maven, once ...`);
  await fetchJars(pom, folder);
  return folder;
}
