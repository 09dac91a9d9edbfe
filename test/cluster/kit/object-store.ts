// A real S3-compatible server on a folder: it checks signatures and digests, and can be killed and started again.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jarsOf, TEMPLATES } from '../../../scripts/cluster/jars.ts';
import { findJava } from '../../../scripts/cluster/java.ts';
import { freePort } from '../../../scripts/cluster/ports.ts';
import { say } from '../../../scripts/cluster/report.ts';
import { killChild } from '../../integrity/kit/command.ts';
import { JARS } from '../setup.ts';

const START_MS = 60_000;

/** An S3-compatible store of a test's own. */
export interface ObjectStore {
  readonly endpoint: string;
  /** It is there and empty. */
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** What the objects of the bucket lie in, as files. */
  readonly folder: string;
  /** How programs reach it. */
  readonly env: Readonly<Record<string, string>>;
  kill(): Promise<void>;
  /** On the same port and objects. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a store on loopback; everything is removed by `close`. */
export async function startObjectStore(): Promise<ObjectStore> {
  const java = await findJava(process.env);
  const jars = await jarsOf('s3proxy', JARS, say);
  const root = await mkdtemp(path.join(tmpdir(), 'crosscurrent-store-'));
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const [bucket, accessKey, secretKey] = ['lake', 'test-key', randomBytes(20).toString('hex')];
  const folder = path.join(root, 'objects', bucket);
  await mkdir(folder, { recursive: true });
  const properties = path.join(root, 's3proxy.properties');
  const settings = {
    's3proxy.endpoint': endpoint,
    's3proxy.authorization': 'aws-v4',
    's3proxy.identity': accessKey,
    's3proxy.credential': secretKey,
    'jclouds.provider': 'filesystem-nio2',
    'jclouds.identity': 'unused',
    'jclouds.credential': 'unused',
    'jclouds.filesystem.basedir': path.join(root, 'objects'),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(properties, lines.join(''), { mode: 0o600 });
  const args = [
    ...['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'],
    `-Dlogback.configurationFile=${path.join(TEMPLATES, 's3proxy-logback.xml')}`,
    ...['-cp', path.join(jars, '*'), 'org.gaul.s3proxy.Main', '--properties', properties],
  ];
  let child = await launch(java, args, endpoint);
  return {
    ...{ endpoint, bucket, accessKey, secretKey, folder },
    env: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: secretKey,
      CROSSCURRENT_S3_PATH_STYLE: 'on',
    },
    kill: () => killChild(child),
    async restart() {
      child = await launch(java, args, endpoint);
    },
    async close() {
      await killChild(child);
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Resolves when it answers. */
async function launch(java: string, args: readonly string[], endpoint: string): Promise<ChildProcess> {
  const child = spawn(java, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-4_000);
    });
  }
  // Nobody is left when the tests are broken off.
  process.once('exit', () => child.kill('SIGKILL'));
  for (const began = Date.now(); ; await sleep(100)) {
    const answers = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answers) return child;
    if (child.exitCode === null && Date.now() - began < START_MS) continue;
    await killChild(child);
    throw new Error(`the object store did not start: ${output}`);
  }
}
