import { byteSize, databaseUrl, folderPath, type Kind, list, onOff, orWord, whole, word } from './kind.ts';

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

/** Gives the table its types: each default fits its kind. */
function setting<T>(spec: Setting<T>): Setting<T> {
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
