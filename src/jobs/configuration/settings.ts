import {
  brokers,
  byteSize,
  choice,
  databaseUrl,
  filePath,
  folderPath,
  httpUrl,
  jdbcUrl,
  type Kind,
  lakePlace,
  list,
  onOff,
  orWord,
  topicPrefix,
  topicsOfStreams,
  whole,
  word,
} from './kind.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** One thing that can be set. Its name is the flag (`--name`) and the key in the configuration file. */
export interface Setting<T> {
  readonly kind: Kind<T>;
  readonly default: T;
  /** For the help text and the reference. */
  readonly about: string;
  /** What the flag `--no-<name>` does, where there is one. */
  readonly negation?: string;
  /** The environment variable, when it is not `CROSSCURRENT_` and the name. */
  readonly variable?: string;
  /** How the value is shown, when it may hold something secret. */
  readonly mask?: (value: T) => string;
}

/** What a stream may let be set: kept under `streams.<stream>.<name>`. */
export type StreamSettings = Readonly<Record<string, Readonly<Record<string, Setting<StreamSettingValue>>>>>;
export type StreamSettingValue = string | number | boolean;

function maskPassword(value: string): string {
  if (!URL.canParse(value)) return value;
  const url = new URL(value);
  if (url.password !== '') url.password = '***';
  for (const name of ['password', 'sslpassword']) {
    if (url.searchParams.has(name)) url.searchParams.set(name, '***');
  }
  return url.href;
}

/** As `maskPassword`, for the addresses of Java programs. */
function maskJdbcPassword(value: string): string {
  return value.startsWith('jdbc:') ? `jdbc:${maskPassword(value.slice('jdbc:'.length))}` : value;
}

/** Gives the table its types: each default fits its kind. */
function setting<const T>(spec: Setting<T>): Setting<T> {
  return spec;
}

/** Everything that can be set for the whole program, in the order it is shown. */
export const SETTINGS = {
  'data-dir': setting({
    kind: folderPath,
    default: '.crosscurrent',
    about: 'Folder that holds everything Crosscurrent writes; deleting it is a clean uninstall',
  }),
  host: setting({
    kind: word('a host name or an address', 'address'),
    default: '127.0.0.1',
    about: 'Address the server listens on; 0.0.0.0 opens it to the network',
  }),
  port: setting({
    kind: whole({ min: 0, max: 65535 }),
    default: 4100,
    about: 'Port the server listens on; 0 takes a free one',
  }),
  'allow-hosts': setting({
    kind: list('host names with commas between them', 'names'),
    default: [],
    about: 'Further names under which browsers may reach the server, for one behind a proxy',
  }),
  simulate: setting({
    kind: onOff,
    default: true,
    about: 'Run the simulators of all streams along with `start`',
    negation: 'Run no simulators',
  }),
  'database-url': setting({
    kind: orWord('embedded', databaseUrl),
    default: 'embedded',
    variable: 'DATABASE_URL',
    mask: maskPassword,
    about: 'PostgreSQL to use as the warehouse instead of the one that comes along',
  }),
  'memory-limit': setting({
    kind: orWord('auto', byteSize(64 * MIB)),
    default: 'auto',
    about: 'Memory the engine may use',
  }),
  threads: setting({
    kind: orWord('auto', whole({ min: 1, max: 1024 })),
    default: 'auto',
    about: 'Threads the engine may use',
  }),
  'log-limit': setting({
    kind: byteSize(MIB),
    default: 10 * GIB,
    about: 'Size of the log at which senders are asked to wait',
  }),
  'log-retention': setting({
    kind: byteSize(0),
    default: 256 * MIB,
    about: 'How much of the log is kept after it was committed, for each stream and source',
  }),
  'lake-expiry-days': setting({
    kind: orWord('never', whole({ min: 1, unit: 'days' })),
    default: 'never',
    about: 'Age at which events leave the lake',
  }),
  'dedup-minutes': setting({
    kind: whole({ min: 1, unit: 'minutes' }),
    default: 60,
    about: 'How long after its arrival an event’s id is remembered, at least',
  }),
  'dedup-ids': setting({
    kind: whole({ min: 0, unit: 'ids' }),
    default: 5_000_000,
    about: 'How many of the latest ids are remembered, at least',
  }),
  'collector-max-body': setting({
    kind: byteSize(1024),
    default: 10 * MIB,
    about: 'Largest request body the collector takes, after decompression',
  }),
  'dead-letter-limit': setting({
    kind: whole({ min: 0, unit: 'lines' }),
    default: 100_000,
    about: 'Rejected lines kept in the warehouse; further ones go to the lake',
  }),
  'lake-dir': setting({
    kind: orWord('data-dir', lakePlace),
    default: 'data-dir',
    about:
      'Where the lake is: a folder, one that all machines share where several write it, or a place in an S3-compatible store',
  }),
  'lake-cache': setting({
    kind: byteSize(0),
    default: 4 * GIB,
    about: 'Copies of lake files that are kept in the data folder where the lake is in a store',
  }),
  's3-endpoint': setting({
    kind: orWord('aws', httpUrl),
    default: 'aws',
    variable: 'AWS_ENDPOINT_URL_S3',
    about: 'Address of the S3-compatible store, when it is not that of AWS',
  }),
  's3-region': setting({
    kind: orWord('auto', word('the name of a region', 'region')),
    default: 'auto',
    variable: 'AWS_REGION',
    about: 'Region of the bucket',
  }),
  's3-path-style': setting({
    kind: onOff,
    default: false,
    about: 'The bucket stands in the path of addresses, not in the name of the host (MinIO, Ceph)',
  }),
  log: setting({
    kind: choice(['segments', 'kafka']),
    default: 'segments',
    about: 'Where events go first: files in the data folder, or topics of Kafka',
  }),
  'kafka-brokers': setting({
    kind: brokers,
    default: [],
    about: 'Brokers of Kafka to begin with',
  }),
  'kafka-topic-prefix': setting({
    kind: topicPrefix,
    default: 'crosscurrent.',
    about: 'Beginning of the names of all topics',
  }),
  'kafka-partitions': setting({
    kind: whole({ min: 1, max: 10_000, unit: 'partitions' }),
    default: 4,
    about: 'Partitions of the topics that are made: at most so many workers share a stream',
  }),
  'kafka-replication': setting({
    kind: whole({ min: 1, max: 100, unit: 'copies' }),
    default: 1,
    about: 'Copies that brokers keep of each topic that is made',
  }),
  'kafka-retention-hours': setting({
    kind: whole({ min: 1, max: 1_000_000, unit: 'hours' }),
    default: 168,
    about: 'How long the topics that are made keep events',
  }),
  'kafka-compression': setting({
    kind: choice(['none', 'lz4', 'zstd', 'gzip', 'snappy']),
    default: 'zstd',
    about: 'How messages to Kafka are compressed',
  }),
  'kafka-tls': setting({
    kind: onOff,
    default: false,
    about: 'Reach Kafka over TLS',
  }),
  'kafka-tls-ca': setting({
    kind: orWord('system', filePath),
    default: 'system',
    about: 'Certificates (PEM) by which brokers are trusted, instead of those of the system',
  }),
  'kafka-sasl-mechanism': setting({
    kind: choice(['none', 'plain', 'scram-sha-256', 'scram-sha-512']),
    default: 'none',
    about: 'How to sign in to Kafka',
  }),
  'kafka-sasl-username': setting({
    kind: orWord('none', word('a name', 'name')),
    default: 'none',
    about: 'Name to sign in to Kafka with',
  }),
  'kafka-sasl-password': setting({
    kind: orWord('none', word('a password', 'password')),
    default: 'none',
    mask: (value) => (value === 'none' ? value : '***'),
    about: 'Password to sign in to Kafka with; better in the environment than in a file or a flag',
  }),
  'kafka-sources': setting({
    kind: topicsOfStreams,
    default: [],
    about: 'Topics of others to follow with `start`: messages that are events of a stream, as JSON',
  }),
  engine: setting({
    kind: choice(['duckdb', 'flink']),
    default: 'duckdb',
    about: 'What keeps the figures up to date: DuckDB in our processes, or jobs of Flink',
  }),
  worker: setting({
    kind: onOff,
    default: true,
    about: 'Take events from Kafka into the warehouse along with `start`',
    negation: 'Leave Kafka to `crosscurrent worker`',
  }),
  'flink-url': setting({
    kind: orWord('none', httpUrl),
    default: 'none',
    about: 'REST address of Flink’s JobManager',
  }),
  'flink-gateway-url': setting({
    kind: orWord('none', httpUrl),
    default: 'none',
    about: 'Address of Flink’s SQL Gateway',
  }),
  'flink-parallelism': setting({
    kind: whole({ min: 1, max: 10_000, unit: 'subtasks' }),
    default: 1,
    about: 'Subtasks of each step of a job on Flink; each job takes so many slots',
  }),
  'flink-jdbc-url': setting({
    kind: orWord('none', jdbcUrl),
    default: 'none',
    mask: maskJdbcPassword,
    about: 'PostgreSQL as Flink reaches it, when that is not as we do',
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;

/** The value of each setting. */
export type SettingValues = {
  readonly [N in SettingName]: (typeof SETTINGS)[N] extends Setting<infer T> ? T : never;
};

/** The environment variable of a setting: `log-limit` -> `CROSSCURRENT_LOG_LIMIT`. */
export function variableOf(name: string, spec: Pick<Setting<unknown>, 'variable'>): string {
  return spec.variable ?? `CROSSCURRENT_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}
