import path from 'node:path';
import { CrosscurrentError } from '../../event/errors.ts';
import { type ConfigFile, readConfigFile } from './config-file.ts';
import {
  SETTINGS,
  type Setting,
  type SettingValues,
  type StreamSettings,
  type StreamSettingValue,
  variableOf,
} from './settings.ts';
import { suggest } from './suggest.ts';

/** Where a value comes from. */
export interface Origin {
  readonly kind: 'flag' | 'environment' | 'file' | 'default';
  /** `--port`, `CROSSCURRENT_PORT`, `crosscurrent.yaml:3` or `default`. */
  readonly where: string;
}

/** A setting as it is in force, for a reader. */
export interface ConfigurationEntry {
  readonly name: string;
  /** The value as text; secrets are masked. */
  readonly text: string;
  /** The value itself, or the text when there is something to mask. */
  readonly value: unknown;
  readonly origin: Origin;
  readonly about: string;
  readonly allowed: string;
  readonly variable: string;
}

export interface Configuration {
  readonly values: SettingValues;
  /** `streams.<stream>.<name>`, every setting that the streams declare. */
  readonly streams: Readonly<Record<string, Readonly<Record<string, StreamSettingValue>>>>;
  /** Every setting in order, with its origin. */
  readonly entries: readonly ConfigurationEntry[];
  /** The configuration file that was read, absolute. */
  readonly file: string | undefined;
}

/** Where values are looked for. */
export interface ConfigurationSources {
  /** From the command line: name -> text, with the flag as it was typed. */
  readonly flags: Readonly<Record<string, { readonly text: string; readonly flag: string }>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** The configuration file that was named by `--config`. */
  readonly configFile?: string | undefined;
  readonly streams: StreamSettings;
}

interface Found {
  readonly text: string;
  readonly origin: Origin;
  /** What a relative path is relative to. */
  readonly folder: string;
}

type Lookup = (name: string, variable: string) => Found | undefined;

/** Variables that start like a setting's and are none. */
const OTHER_VARIABLES = ['CROSSCURRENT_CONFIG'];

function streamSettings(streams: StreamSettings): [string, Setting<StreamSettingValue>][] {
  return Object.entries(streams).flatMap(([stream, settings]) =>
    Object.entries(settings).map(([name, spec]): [string, Setting<StreamSettingValue>] => [
      `streams.${stream}.${name}`,
      spec,
    ]),
  );
}

function refuseUnknown(name: string, where: string, known: readonly string[], what: string): void {
  if (known.includes(name)) return;
  throw new CrosscurrentError(
    'bad_configuration',
    `${where}: there is no ${what} "${name}".`,
    suggest(name, known, `${what}s`),
  );
}

function refuseUnknowns(sources: ConfigurationSources, file: ConfigFile | undefined): void {
  const all: [string, { variable?: string }][] = [
    ...Object.entries(SETTINGS),
    ...streamSettings(sources.streams),
  ];
  const names = all.map(([name]) => name);
  for (const [name, { flag }] of Object.entries(sources.flags)) refuseUnknown(name, flag, names, 'setting');
  const variables = [...all.map(([name, spec]) => variableOf(name, spec)), ...OTHER_VARIABLES];
  for (const [name, text] of Object.entries(sources.environment)) {
    if (name.startsWith('CROSSCURRENT_') && text) refuseUnknown(name, 'environment', variables, 'variable');
  }
  const seen = new Set<string>();
  for (const { name, where } of file?.values ?? []) {
    refuseUnknown(name, where, names, 'setting');
    if (seen.has(name)) {
      throw new CrosscurrentError(
        'bad_configuration',
        `${where}: "${name}" is set twice.`,
        'Remove one of the two.',
      );
    }
    seen.add(name);
  }
}

/** Flags before the environment, the environment before the file. An empty variable is one that is not set. */
function lookupIn(sources: ConfigurationSources, file: ConfigFile | undefined): Lookup {
  const inFile = new Map(file?.values.map((value) => [value.name, value]));
  return (name, variable) => {
    const flag = Object.hasOwn(sources.flags, name) ? sources.flags[name] : undefined;
    if (flag !== undefined) {
      return { text: flag.text, origin: { kind: 'flag', where: flag.flag }, folder: sources.workingFolder };
    }
    const set = sources.environment[variable];
    if (set)
      return { text: set, origin: { kind: 'environment', where: variable }, folder: sources.workingFolder };
    const value = inFile.get(name);
    if (file === undefined || value === undefined) return undefined;
    return {
      text: value.text,
      origin: { kind: 'file', where: value.where },
      folder: path.dirname(file.path),
    };
  };
}

function parse<T>(name: string, spec: Setting<T>, found: Found): T {
  const parsed = spec.kind.parse(found.text.trim(), found.folder);
  if (parsed !== null) return parsed.value;
  // A value that may be secret is not repeated.
  const shown = spec.mask === undefined ? ` "${found.text}"` : ' its value';
  throw new CrosscurrentError(
    'bad_configuration',
    `${found.origin.where}: ${name} cannot be${shown}.`,
    `It must be ${spec.kind.allowed}.`,
  );
}

/**
 * The effective configuration: flags, then environment variables, then the configuration file, then defaults.
 * An unknown name or a value that is not allowed fails with `bad_configuration`, which names the flag, the variable or
 * the file and line; `file_not_found` when a file was named that is not there.
 */
export function loadConfiguration(sources: ConfigurationSources): Configuration {
  const named = sources.configFile ?? (sources.environment['CROSSCURRENT_CONFIG'] || undefined);
  const file = readConfigFile(sources.workingFolder, named);
  refuseUnknowns(sources, file);
  const lookup = lookupIn(sources, file);
  const entries: ConfigurationEntry[] = [];

  function read<T>(name: string, spec: Setting<T>): T {
    const variable = variableOf(name, spec);
    const found = lookup(name, variable);
    const text = spec.kind.print(spec.default);
    // Defaults are parsed too: a default path is relative to the working folder.
    const value =
      found === undefined
        ? (spec.kind.parse(text, sources.workingFolder)?.value ?? spec.default)
        : parse(name, spec, found);
    const shown = spec.mask?.(value) ?? spec.kind.print(value);
    entries.push({
      name,
      text: shown,
      value: spec.mask === undefined ? value : shown,
      origin: found?.origin ?? { kind: 'default', where: 'default' },
      about: spec.about,
      allowed: spec.kind.allowed,
      variable,
    });
    return value;
  }

  const values: SettingValues = {
    'data-dir': read('data-dir', SETTINGS['data-dir']),
    host: read('host', SETTINGS.host),
    port: read('port', SETTINGS.port),
    'allow-hosts': read('allow-hosts', SETTINGS['allow-hosts']),
    simulate: read('simulate', SETTINGS.simulate),
    'database-url': read('database-url', SETTINGS['database-url']),
    'memory-limit': read('memory-limit', SETTINGS['memory-limit']),
    threads: read('threads', SETTINGS.threads),
    'log-limit': read('log-limit', SETTINGS['log-limit']),
    'log-retention': read('log-retention', SETTINGS['log-retention']),
    'lake-expiry-days': read('lake-expiry-days', SETTINGS['lake-expiry-days']),
    'dedup-minutes': read('dedup-minutes', SETTINGS['dedup-minutes']),
    'dedup-ids': read('dedup-ids', SETTINGS['dedup-ids']),
    'collector-max-body': read('collector-max-body', SETTINGS['collector-max-body']),
    'dead-letter-limit': read('dead-letter-limit', SETTINGS['dead-letter-limit']),
    'lake-dir': read('lake-dir', SETTINGS['lake-dir']),
    'lake-cache': read('lake-cache', SETTINGS['lake-cache']),
    's3-endpoint': read('s3-endpoint', SETTINGS['s3-endpoint']),
    's3-region': read('s3-region', SETTINGS['s3-region']),
    's3-path-style': read('s3-path-style', SETTINGS['s3-path-style']),
    log: read('log', SETTINGS.log),
    'kafka-brokers': read('kafka-brokers', SETTINGS['kafka-brokers']),
    'kafka-topic-prefix': read('kafka-topic-prefix', SETTINGS['kafka-topic-prefix']),
    'kafka-partitions': read('kafka-partitions', SETTINGS['kafka-partitions']),
    'kafka-replication': read('kafka-replication', SETTINGS['kafka-replication']),
    'kafka-retention-hours': read('kafka-retention-hours', SETTINGS['kafka-retention-hours']),
    'kafka-compression': read('kafka-compression', SETTINGS['kafka-compression']),
    'kafka-tls': read('kafka-tls', SETTINGS['kafka-tls']),
    'kafka-tls-ca': read('kafka-tls-ca', SETTINGS['kafka-tls-ca']),
    'kafka-sasl-mechanism': read('kafka-sasl-mechanism', SETTINGS['kafka-sasl-mechanism']),
    'kafka-sasl-username': read('kafka-sasl-username', SETTINGS['kafka-sasl-username']),
    'kafka-sasl-password': read('kafka-sasl-password', SETTINGS['kafka-sasl-password']),
    'kafka-sources': read('kafka-sources', SETTINGS['kafka-sources']),
    engine: read('engine', SETTINGS.engine),
    worker: read('worker', SETTINGS.worker),
    'flink-url': read('flink-url', SETTINGS['flink-url']),
    'flink-gateway-url': read('flink-gateway-url', SETTINGS['flink-gateway-url']),
    'flink-parallelism': read('flink-parallelism', SETTINGS['flink-parallelism']),
    'flink-jdbc-url': read('flink-jdbc-url', SETTINGS['flink-jdbc-url']),
  };
  const streams = Object.fromEntries(
    Object.entries(sources.streams).map(([stream, settings]) => [
      stream,
      Object.fromEntries(
        Object.entries(settings).map(([name, spec]) => [name, read(`streams.${stream}.${name}`, spec)]),
      ),
    ]),
  );
  return { values, streams, entries, file: file?.path };
}
