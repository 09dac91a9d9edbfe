import { describe, expect, it } from 'vitest';
import { kafkaConnection, topicSize } from './kafka.ts';
import { type Configuration, loadConfiguration } from './load.ts';

function load(flags: Readonly<Record<string, string>>): Configuration {
  return loadConfiguration({
    flags: Object.fromEntries(
      Object.entries(flags).map(([name, text]) => [name, { text, flag: `--${name}` }]),
    ),
    environment: {},
    workingFolder: import.meta.dirname,
    streams: {},
  });
}

const BROKERS = { 'kafka-brokers': 'kafka-1:9092, [::1]:9093' };
const SIGNED_IN = {
  ...BROKERS,
  'kafka-tls': 'on',
  'kafka-sasl-mechanism': 'SCRAM-SHA-512',
  'kafka-sasl-username': 'shop',
  'kafka-sasl-password': 'hush',
};

describe('the settings of Kafka', () => {
  it('make a connection', () => {
    expect(kafkaConnection(load(SIGNED_IN).values, 'me')).toEqual({
      brokers: ['kafka-1:9092', '[::1]:9093'],
      clientId: 'me',
      topicPrefix: 'crosscurrent.',
      tls: {},
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'shop', password: 'hush' },
    });
    expect(kafkaConnection(load(BROKERS).values, 'me')).toMatchObject({ tls: null, sasl: null });
  });

  it('say how topics are made', () => {
    expect(topicSize(load({ 'kafka-partitions': '12', 'kafka-retention-hours': '2' }).values)).toEqual({
      partitions: 12,
      replication: 1,
      retentionMs: 7_200_000,
    });
  });

  it('show no password', () => {
    const url = 'jdbc:postgresql://db:5432/shop?user=me&password=hush';
    const { entries } = load({ ...SIGNED_IN, 'flink-jdbc-url': url });
    const shown = JSON.stringify(entries);
    expect(shown).not.toContain('hush');
    expect(shown).toContain('***');
  });

  it.each([
    ['no broker', {}, 'kafka-brokers'],
    ['a mechanism without a name', { ...BROKERS, 'kafka-sasl-mechanism': 'plain' }, 'kafka-sasl-username'],
    [
      'a name without a password',
      { ...BROKERS, 'kafka-sasl-mechanism': 'plain', 'kafka-sasl-username': 'shop' },
      'kafka-sasl-password',
    ],
    [
      'certificates that are not there',
      { ...BROKERS, 'kafka-tls': 'on', 'kafka-tls-ca': 'no-such.pem' },
      'kafka-tls-ca',
    ],
  ])('make none with %s', (_what, flags, names) => {
    expect(() => kafkaConnection(load(flags).values, 'me')).toThrow(
      expect.objectContaining({
        code: 'bad_configuration',
        message: expect.stringMatching(new RegExp(`${names}|broker`)),
      }),
    );
  });

  it.each([
    ['kafka-brokers', 'kafka-1'],
    ['kafka-brokers', 'kafka-1:99999'],
    ['kafka-topic-prefix', 'no spaces'],
    ['kafka-compression', 'brotli'],
    ['kafka-sources', 'posts'],
    ['kafka-sources', 'posts=a b'],
    ['flink-url', 'localhost:8081'],
    ['flink-jdbc-url', 'postgresql://db/shop'],
    ['engine', 'spark'],
  ])('refuse %s %s', (name, text) => {
    expect(() => load({ [name]: text })).toThrow(expect.objectContaining({ code: 'bad_configuration' }));
  });

  it('read topics of others', () => {
    expect(load({ 'kafka-sources': 'posts=a.b, web-behaviour=clicks_1' }).values['kafka-sources']).toEqual([
      { stream: 'posts', topic: 'a.b' },
      { stream: 'web-behaviour', topic: 'clicks_1' },
    ]);
  });
});
