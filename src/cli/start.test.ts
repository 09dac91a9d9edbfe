import { describe, expect, it } from 'vitest';
import { CrosscurrentError } from '../event/errors.ts';
import { call, type World } from './testing/command-line.ts';

const soon: World['interrupt'] = (send) => setTimeout(() => send('SIGINT'), 30);

describe('start', () => {
  it('prints where to look, where the data is, and how to send an event; Ctrl-C is how it ends', async () => {
    const { exit, stdout, stderr, stops } = await call('start', { interrupt: soon });
    for (const part of ['http://127.0.0.1:4100/sign-in?code=abc', '/data', 'PostgreSQL 18', 'curl example']) {
      expect(stdout).toContain(part);
    }
    expect(stdout).toContain('crosscurrent simulated remove');
    expect([exit, stderr, stops]).toEqual([0, '', 1]);
  });

  it('does not speak of simulated data when there is none', async () => {
    const { stdout } = await call('start', { interrupt: soon, started: { simulating: false } });
    expect(stdout).not.toContain('imulated');
  });

  it('prints one line of JSON when asked', async () => {
    const { stdout } = await call('start --json', { interrupt: soon });
    expect(JSON.parse(stdout)).toEqual({
      url: 'http://127.0.0.1:4100',
      signInUrl: 'http://127.0.0.1:4100/sign-in?code=abc',
      dataDir: '/data',
      warehouse: 'PostgreSQL 18 on port 5433',
      simulating: true,
      streams: [{ name: 'clicks', collectorExample: 'curl example' }],
    });
  });

  it('ends with 1, and stops the rest, when it cannot go on', async () => {
    const failed = Promise.withResolvers<never>();
    failed.promise.catch(() => undefined);
    setTimeout(
      () => failed.reject(new CrosscurrentError('warehouse_unavailable', 'PostgreSQL is gone.', 'See why.')),
      20,
    );
    const { exit, stderr, stops } = await call('start', { started: { failed: failed.promise } });
    expect([exit, stderr, stops]).toEqual([1, 'crosscurrent: PostgreSQL is gone. See why.\n', 1]);
  });
});
