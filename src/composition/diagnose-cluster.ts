import { askRest, type RestServer } from '../engine/flink/gateway/rest.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { kafkaConnection, topicSize } from '../jobs/configuration/kafka.ts';
import type { SettingValues } from '../jobs/configuration/settings.ts';
import type { Finding } from '../jobs/host/findings.ts';
import { surveyTopics, topicsOf } from '../log/kafka/topics.ts';

/** How long Flink may take to answer, in milliseconds. */
const ANSWER_MS = 5_000;

/** Whether Kafka and Flink can be worked with, where the configuration has them. Makes nothing there. */
export async function checkCluster(values: SettingValues, streams: readonly string[]): Promise<Finding[]> {
  const [kafka, flink] = await Promise.all([
    values.log === 'kafka' || values.engine === 'flink' ? checkKafka(values, streams) : [],
    values.engine === 'flink' ? checkFlink(values) : [],
  ]);
  return [...kafka, ...flink];
}

async function checkKafka(values: SettingValues, streams: readonly string[]): Promise<Finding[]> {
  const name = 'Kafka';
  try {
    const connection = kafkaConnection(values, `crosscurrent-doctor-${process.pid}`);
    // Without Flink nobody needs the others.
    const kinds = values.engine === 'flink' ? 3 : 1;
    const size = topicSize(values);
    const topics = streams.flatMap((stream) => topicsOf(connection, stream, size).slice(0, kinds));
    const { missing, brokers } = await surveyTopics(connection, topics);
    const at = connection.brokers.join(', ');
    const answers = `${at} answers${connection.sasl === null ? '' : ` and knows ${connection.sasl.username}`}`;
    const replication = values['kafka-replication'];
    if (missing.length > 0 && brokers < replication) {
      const found = `${answers}, but ${replication} copies are wanted of each topic, and there ${brokers === 1 ? 'is one broker' : `are ${brokers} brokers`}.`;
      return [{ name, state: 'wrong', found, remedy: 'Lower kafka-replication, or start more brokers.' }];
    }
    const which =
      missing.length === 0
        ? `all ${topics.length} topics are there`
        : `${missing.length} of ${topics.length} topics are missing, and made at the first start`;
    return [{ name, state: 'good', found: `${answers}; ${which}.` }];
  } catch (error) {
    return [wrong(name, error)];
  }
}

async function checkFlink(values: SettingValues): Promise<Finding[]> {
  const manager = { setting: 'flink-url', name: "Flink's JobManager", path: '/overview' } as const;
  const gateway = { setting: 'flink-gateway-url', name: "Flink's SQL Gateway", path: '/v3/info' } as const;
  return Promise.all([manager, gateway].map((part) => checkServer({ ...part, url: values[part.setting] })));
}

async function checkServer({ path, ...server }: RestServer & { readonly path: string }): Promise<Finding> {
  const { name, url, setting } = server;
  if (url === 'none') {
    return { name, state: 'wrong', found: `${setting} is not set.`, remedy: `Set ${setting}.` };
  }
  try {
    const answer = await askRest({ ...server, timeoutMs: ANSWER_MS }, { method: 'GET', path });
    if (answer.ok) return { name, state: 'good', found: `${url} answers.` };
    const found = `${url} answers ${answer.status}: it is something else.`;
    return { name, state: 'wrong', found, remedy: `Check the setting ${setting}.` };
  } catch (error) {
    return wrong(name, error);
  }
}

function wrong(name: string, error: unknown): Finding {
  if (!(error instanceof CrosscurrentError)) throw error;
  return { name, state: 'wrong', found: error.message, remedy: error.remedy };
}
