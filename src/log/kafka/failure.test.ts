import { AuthenticationError, MultipleErrors, NetworkError, ProtocolError } from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { isHopeless, isUnknownTopic, kafkaFailure } from './failure.ts';

const connection = {
  brokers: ['kafka-1:9092'],
  clientId: 'test',
  topicPrefix: '',
  tls: null,
  sasl: { mechanism: 'PLAIN', username: 'shop', password: 'not-to-be-told' },
} as const;

/** As the client wraps what went wrong. */
function wrapped(cause: Error): Error {
  const connecting = new MultipleErrors('Cannot connect to any broker.', [
    new NetworkError('Connection to kafka-1:9092 failed.', { cause }),
  ]);
  return new MultipleErrors('metadata failed 3 times.', [connecting]);
}

describe('an error of Kafka', () => {
  it('is one of the configuration when the credentials are wrong', () => {
    const error = wrapped(new AuthenticationError('SASL authentication failed.', { canRetry: false }));
    expect(isHopeless(error)).toBe(true);
    const failure = kafkaFailure(error, connection, 'take messages');
    expect(failure).toMatchObject({ code: 'bad_configuration' });
    expect(`${failure.message} ${failure.remedy}`).not.toContain('not-to-be-told');
  });

  it('is one of the configuration when the certificate is not trusted', () => {
    const failure = kafkaFailure(wrapped(new Error('self-signed certificate')), connection, 'take messages');
    expect(failure).toMatchObject({
      code: 'bad_configuration',
      remedy: expect.stringContaining('kafka-tls-ca'),
    });
  });

  it('passes when nobody answers', () => {
    const error = wrapped(new Error('connect ECONNREFUSED 127.0.0.1:9092'));
    expect(isHopeless(error)).toBe(false);
    expect(kafkaFailure(error, connection, 'take messages')).toMatchObject({
      code: 'log_unavailable',
      message: 'Kafka at kafka-1:9092 cannot be made to take messages: connect ECONNREFUSED 127.0.0.1:9092.',
    });
  });

  it('passes when the coordinator is not there yet', () => {
    expect(isHopeless(wrapped(new ProtocolError('COORDINATOR_NOT_AVAILABLE')))).toBe(false);
  });

  it('is known when it is about a topic that is not there', () => {
    expect(isUnknownTopic(wrapped(new ProtocolError('UNKNOWN_TOPIC_OR_PARTITION')))).toBe(true);
    expect(isUnknownTopic(new Error('Unknown topic x.'))).toBe(false);
  });
});
