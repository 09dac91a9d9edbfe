import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onOff } from './kind.ts';
import { type Configuration, type ConfigurationSources, loadConfiguration } from './load.ts';
import { SETTINGS, type StreamSettings, variableOf } from './settings.ts';

const streams: StreamSettings = {
  'web-behaviour': { 'store-email': { kind: onOff, default: false, about: 'Keep addresses as they are' } },
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crosscurrent-configuration-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Given {
  readonly file?: string;
  readonly environment?: Record<string, string>;
  readonly flags?: Record<string, string>;
  readonly more?: Partial<ConfigurationSources>;
}

function load({ file, environment = {}, flags = {}, more = {} }: Given = {}): Configuration {
  if (file !== undefined) writeFileSync(path.join(folder, 'crosscurrent.yaml'), file);
  return loadConfiguration({
    flags: Object.fromEntries(
      Object.entries(flags).map(([name, text]) => [name, { text, flag: `--${name}` }]),
    ),
    environment,
    workingFolder: folder,
    streams,
    ...more,
  });
}

function originOf(configuration: Configuration, name: string): string | undefined {
  return configuration.entries.find((entry) => entry.name === name)?.origin.where;
}

describe('loadConfiguration', () => {
  it('has a usable default for each setting', () => {
    const { values, entries, file, streams: ofStreams } = load();
    expect(values).toMatchObject({
      host: '127.0.0.1',
      port: 4100,
      simulate: true,
      'database-url': 'embedded',
    });
    expect(values['data-dir']).toBe(path.join(folder, '.crosscurrent'));
    expect(values['allow-hosts']).toEqual([]);
    expect(entries.map(({ name }) => name)).toEqual([
      ...Object.keys(SETTINGS),
      'streams.web-behaviour.store-email',
    ]);
    expect(entries.every(({ origin }) => origin.kind === 'default')).toBe(true);
    expect(file).toBeUndefined();
    expect(ofStreams).toEqual({ 'web-behaviour': { 'store-email': false } });
  });

  it('takes flags before the environment, the environment before the file, the file before defaults', () => {
    const file = 'port: 1\nhost: 10.0.0.1\nsimulate: off\n';
    const environment = { CROSSCURRENT_PORT: '2', CROSSCURRENT_HOST: '10.0.0.2' };
    const configuration = load({ file, environment, flags: { port: '3' } });
    expect(configuration.values).toMatchObject({ port: 3, host: '10.0.0.2', simulate: false });
    expect(originOf(configuration, 'port')).toBe('--port');
    expect(originOf(configuration, 'host')).toBe('CROSSCURRENT_HOST');
    expect(originOf(configuration, 'simulate')).toBe('crosscurrent.yaml:3');
    expect(originOf(configuration, 'log-limit')).toBe('default');
  });

  it('reads sizes, lists, words, and settings of streams', () => {
    const file = [
      'log-limit: 20GB',
      'log-retention: 1.5 GiB',
      'collector-max-body: 4096',
      'dedup-ids: 10_000_000',
      'lake-expiry-days: never',
      'threads: 2',
      'allow-hosts: [a.example, b.example]',
      'streams:',
      '  web-behaviour:',
      '    store-email: yes',
    ].join('\n');
    const { values, streams: ofStreams } = load({ file });
    expect(values).toMatchObject({
      'log-limit': 20e9,
      'log-retention': 1.5 * 2 ** 30,
      'collector-max-body': 4096,
      'dedup-ids': 10_000_000,
      'lake-expiry-days': 'never',
      threads: 2,
      'allow-hosts': ['a.example', 'b.example'],
    });
    expect(ofStreams['web-behaviour']?.['store-email']).toBe(true);
    const byVariable = load({
      environment: { CROSSCURRENT_STREAMS_WEB_BEHAVIOUR_STORE_EMAIL: 'on' },
      file: '',
    });
    expect(byVariable.streams['web-behaviour']?.['store-email']).toBe(true);
  });

  it('takes a relative data folder from where it is written', () => {
    const elsewhere = path.join(folder, 'etc');
    mkdirSync(elsewhere);
    writeFileSync(path.join(elsewhere, 'my.yaml'), 'data-dir: data\n');
    const named = load({ more: { configFile: path.join('etc', 'my.yaml') } });
    expect(named.values['data-dir']).toBe(path.join(elsewhere, 'data'));
    expect(named.file).toBe(path.join(elsewhere, 'my.yaml'));
    const byVariable = load({
      environment: { CROSSCURRENT_CONFIG: path.join('etc', 'my.yaml'), CROSSCURRENT_DATA_DIR: 'd' },
    });
    expect(byVariable.values['data-dir']).toBe(path.join(folder, 'd'));
    expect(byVariable.file).toBe(path.join(elsewhere, 'my.yaml'));
  });

  it('takes an empty variable as none, and an empty file as one', () => {
    expect(load({ environment: { CROSSCURRENT_PORT: '' }, file: '# nothing\n' }).values.port).toBe(4100);
  });

  it('does not show the password of a database', () => {
    const url = 'postgresql://me:hush@db.example:5432/shop?sslmode=require&password=hush';
    const { values, entries } = load({ environment: { DATABASE_URL: url } });
    expect(values['database-url']).toBe(url);
    expect(JSON.stringify(entries)).not.toContain('hush');
  });

  it.each<[string, Given, RegExp]>([
    ['a key of the file', { file: 'host: x\nprot: 1\n' }, /^crosscurrent\.yaml:2: .*"prot".*port\?/],
    [
      'a key in a group',
      { file: 'streams:\n  web-behaviour:\n    store-mail: on\n' },
      /^crosscurrent\.yaml:3: .*store-mail.*store-email\?/,
    ],
    ['a variable', { environment: { CROSSCURRENT_PROT: '1' } }, /CROSSCURRENT_PROT.*CROSSCURRENT_PORT\?/],
    ['a flag', { flags: { colour: 'red' } }, /^--colour: .*"colour"/],
    ['the prototype', { file: '__proto__: 1\n' }, /^crosscurrent\.yaml:1: .*__proto__/],
    ['a setting twice', { file: 'port: 1\nport: 2\n' }, /^crosscurrent\.yaml:2: /],
    [
      'a number out of range',
      { file: '\nport: 70000\n' },
      /^crosscurrent\.yaml:2: port cannot be "70000"\. .*0 to 65535/,
    ],
    [
      'a word for a number',
      { environment: { CROSSCURRENT_PORT: 'http' } },
      /^CROSSCURRENT_PORT: port cannot be "http"/,
    ],
    ['a negative size', { flags: { 'log-limit': '-1' } }, /^--log-limit: .*at least 1 MiB/],
    ['an unknown unit', { flags: { 'log-limit': '10 parsecs' } }, /10 parsecs.*512MB/],
    ['maybe', { file: 'simulate: maybe\n' }, /maybe.*on or off/],
    ['no value', { file: 'port:\n' }, /^crosscurrent\.yaml:1: .*port.*no usable value/],
    ['no YAML', { file: 'port: [1\n' }, /^crosscurrent\.yaml:\d: .*not valid YAML/],
    ['a list of settings', { file: '- port\n' }, /^crosscurrent\.yaml:1: /],
    ['a file that is not there', { more: { configFile: 'no.yaml' } }, /no\.yaml/],
  ])('refuses %s and says where', (_what, given, says) => {
    let said = '';
    try {
      load(given);
    } catch (error) {
      if (error instanceof Error && 'remedy' in error) said = `${error.message} ${String(error.remedy)}`;
    }
    expect(said).toMatch(says);
    expect(said).not.toContain('\n');
  });

  it('does not repeat a database address that may hold a password', () => {
    expect(() => load({ environment: { DATABASE_URL: 'mysql://me:hush@db/x' } })).toThrow(
      /^(?!.*hush).*DATABASE_URL/,
    );
  });
});

describe('the settings', () => {
  it('say where the lake is: a folder, or a place in a store', () => {
    const at = (text: string) => load({ environment: { CROSSCURRENT_LAKE_DIR: text } }).values['lake-dir'];
    expect(at('shared')).toBe(path.join(folder, 'shared'));
    expect(at('s3://some-bucket')).toBe('s3://some-bucket');
    expect(at('s3://some-bucket/a/b/')).toBe('s3://some-bucket/a/b');
    for (const wrong of ['s3://', 's3:/bucket', 'S3://Bucket', 's3://bucket//x', "s3://bucket/a'b?"]) {
      expect(() => at(wrong), wrong).toThrow('lake-dir cannot be');
    }
  });

  it('have defaults of their own kind, and a variable each', () => {
    for (const [name, spec] of Object.entries(SETTINGS)) {
      expect(variableOf(name, spec)).toMatch(/^(CROSSCURRENT_[A-Z0-9_]+|DATABASE_URL|AWS_[A-Z0-9_]+)$/);
    }
    const { entries } = load();
    const again = load({
      flags: Object.fromEntries(
        entries.filter(({ name }) => name !== 'data-dir').map(({ name, text }) => [name, text]),
      ),
    });
    expect(again.values).toEqual(load().values);
  });
});
