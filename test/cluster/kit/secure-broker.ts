// A broker of its own that is reached over TLS, by those who sign in.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { jarsOf, TEMPLATES } from '../../../scripts/cluster/jars.ts';
import { findJava } from '../../../scripts/cluster/java.ts';
import { placeOf } from '../../../scripts/cluster/place.ts';
import { choosePorts } from '../../../scripts/cluster/ports.ts';
import { run } from '../../../scripts/cluster/run.ts';
import { readState } from '../../../scripts/cluster/state.ts';
import { fill } from '../../../scripts/cluster/templates.ts';
import { until } from '../../integrity/kit/traffic.ts';
import { cluster } from '../support.ts';

export const USER = 'shop';
export const PASSWORD = 'open-sesame';

export interface SecureBroker {
  readonly address: string;
  /** Certificates (PEM): the authority that signed the broker's, and another one. */
  readonly authority: string;
  readonly otherAuthority: string;
  stop(): Promise<void>;
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new Error(`${command} ${args[0] ?? ''} ended with ${code}: ${output}`);
}

/** Makes a certificate authority. @returns its certificate and key */
async function makeAuthority(
  folder: string,
  name: string,
): Promise<{ readonly certificate: string; readonly key: string }> {
  const certificate = path.join(folder, `${name}.pem`);
  const key = path.join(folder, `${name}.key`);
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate];
  await must('openssl', ['req', '-x509', '-subj', `/CN=${name}`, '-days', '2', ...made]);
  return { certificate, key };
}

/** The broker's key and its certificate, in one file as Kafka wants it. */
async function makeKeyStore(
  folder: string,
  authority: { readonly certificate: string; readonly key: string },
): Promise<string> {
  const at = (name: string): string => path.join(folder, name);
  const request = ['-newkey', 'rsa:2048', '-nodes', '-keyout', at('broker.key'), '-out', at('broker.csr')];
  await must('openssl', ['req', '-subj', '/CN=broker', ...request]);
  await writeFile(at('broker.ext'), 'subjectAltName=IP:127.0.0.1\n');
  const signing = ['-CA', authority.certificate, '-CAkey', authority.key, '-CAcreateserial', '-days', '2'];
  const files = ['-in', at('broker.csr'), '-extfile', at('broker.ext'), '-out', at('broker.pem')];
  await must('openssl', ['x509', '-req', ...files, ...signing]);
  const parts = [at('broker.key'), at('broker.pem'), authority.certificate];
  const texts = await Promise.all(parts.map((file) => readFile(file, 'utf8')));
  await writeFile(at('broker-store.pem'), texts.join(''), { mode: 0o600 });
  return at('broker-store.pem');
}

function properties(ports: { readonly kafka: number; readonly secure: number }, keyStore: string): string {
  const module = 'org.apache.kafka.common.security';
  const listener = 'listener.name.secure';
  return [
    `listeners=PLAINTEXT://127.0.0.1:${ports.kafka},SECURE://127.0.0.1:${ports.secure},CONTROLLER://127.0.0.1:\${CONTROLLER_PORT}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${ports.kafka},SECURE://127.0.0.1:${ports.secure}`,
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL',
    `${listener}.ssl.keystore.type=PEM`,
    `${listener}.ssl.keystore.location=${keyStore.replaceAll('\\', '/')}`,
    `${listener}.sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN`,
    `${listener}.scram-sha-512.sasl.jaas.config=${module}.scram.ScramLoginModule required;`,
    `${listener}.plain.sasl.jaas.config=${module}.plain.PlainLoginModule required user_${USER}="${PASSWORD}";`,
    '',
  ].join('\n');
}

/** Starts the broker in a folder that is the caller's; resolves when it listens. */
export async function startSecureBroker(folder: string): Promise<SecureBroker> {
  await mkdir(folder, { recursive: true });
  const state = await readState(placeOf(cluster().folder));
  if (state === undefined) throw new Error('the cluster has no state');
  const [java, jars, authority, other] = await Promise.all([
    findJava(process.env),
    jarsOf('kafka', state.options.jars, () => undefined),
    makeAuthority(folder, 'authority'),
    makeAuthority(folder, 'other'),
  ]);
  const ports = await choosePorts(undefined);
  const template = await readFile(path.join(TEMPLATES, 'server.properties'), 'utf8');
  const secure = { kafka: ports.kafka, secure: ports.rest };
  const text = fill(`${template}\n${properties(secure, await makeKeyStore(folder, authority))}`, {
    KAFKA_PORT: ports.kafka,
    CONTROLLER_PORT: ports.controller,
    KAFKA_DATA: path.join(folder, 'data').replaceAll('\\', '/'),
  });
  const file = path.join(folder, 'server.properties');
  await writeFile(file, text);
  const program = ['-XX:-UsePerfData', '-Xmx320m', '-cp', path.join(jars, '*')];
  const user = `SCRAM-SHA-512=[name=${USER},password=${PASSWORD},iterations=4096]`;
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'c2VjdXJlLWJyb2tlci0xMg', '-c', file];
  await must(java, [...program, ...format, '--add-scram', user]);
  const logging = pathToFileURL(path.join(TEMPLATES, 'kafka-log4j.properties')).href;
  const log = [`-Dcrosscurrent.log=${path.join(folder, 'kafka.log')}`, `-Dlog4j.configuration=${logging}`];
  const child = spawn(java, [...log, ...program, 'kafka.Kafka', file], { stdio: 'ignore' });
  await until('the broker listens', async () => {
    if (child.exitCode === null) return listens(secure.secure);
    throw new Error(`the broker ended with ${child.exitCode}; its log is in ${folder}`);
  });
  return {
    address: `127.0.0.1:${secure.secure}`,
    authority: authority.certificate,
    otherAuthority: other.certificate,
    stop: () => end(child),
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
