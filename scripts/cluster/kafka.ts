import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Admin } from '@platformatic/kafka';
import { TEMPLATES } from './jars.ts';
import { javaArguments } from './jvm.ts';
import type { Command, Part, Surroundings } from './part.ts';
import type { Place } from './place.ts';
import { ClusterProblem } from './problem.ts';
import { run } from './run.ts';
import type { ClusterState } from './state.ts';
import { writeFromTemplate } from './templates.ts';

const HEAP = ['-Xms256m', '-Xmx512m', '-XX:+UseG1GC'];

/** Kafka's id of a cluster: 16 bytes; it would take a leading hyphen for an option. */
function clusterId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

function propertiesFile(place: Place): string {
  return path.join(place.conf, 'server.properties');
}

/** Gives an empty data folder its identity. */
async function format({ place, java, jars }: Surroundings): Promise<void> {
  if (existsSync(path.join(place.kafka, 'meta.properties'))) return;
  const tool = ['-cp', path.join(jars.kafka, '*'), 'kafka.tools.StorageTool', 'format'];
  const options = ['-t', clusterId(), '-c', propertiesFile(place), '--ignore-formatted'];
  const ran = await run(java, ['-Xmx128m', '-XX:-UsePerfData', ...tool, ...options]);
  if (ran.code === 0) return;
  throw new ClusterProblem(
    `Kafka's data folder cannot be made: ${ran.output.trim().split('\n').at(-1) ?? ''}`,
    `See that ${place.kafka} can be written and that its disk has space.`,
  );
}

async function prepare(surroundings: Surroundings): Promise<Command> {
  const { place, state, java, environment } = surroundings;
  await writeFromTemplate('server.properties', propertiesFile(place), {
    KAFKA_PORT: state.ports.kafka,
    CONTROLLER_PORT: state.ports.controller,
    // A backslash in a properties file is the beginning of an escape.
    KAFKA_DATA: place.kafka.replaceAll('\\', '/'),
  });
  await format(surroundings);
  const logging = pathToFileURL(path.join(TEMPLATES, 'kafka-log4j.properties')).href;
  const args = javaArguments(surroundings, 'kafka', HEAP);
  return {
    command: java,
    args: [...args, `-Dlog4j.configuration=${logging}`, 'kafka.Kafka', propertiesFile(place)],
    environment,
    isHealthy: () => isHealthy(state),
  };
}

async function isHealthy({ endpoints }: Pick<ClusterState, 'endpoints'>): Promise<boolean> {
  const admin = new Admin({
    clientId: 'crosscurrent-cluster',
    bootstrapBrokers: [endpoints.kafka],
    connectTimeout: 1_000,
    timeout: 3_000,
    retries: 0,
  });
  try {
    await admin.listTopics();
    return true;
  } catch {
    return false;
  } finally {
    await admin.close().catch(() => {});
  }
}

export const kafka: Part = { name: 'kafka', patienceMs: 90_000, prepare, isHealthy };
