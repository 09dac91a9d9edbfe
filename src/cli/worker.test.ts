import { describe, expect, it } from 'vitest';
import { CrosscurrentError } from '../event/errors.ts';
import type { WorkerStarted, WorkRequest } from './dependencies.ts';
import { call } from './testing/command-line.ts';

describe('worker', () => {
  it('hands over role, streams and port, tells what happens, and stops when it is asked to', async () => {
    const asked: WorkRequest[] = [];
    let stops = 0;
    const work = async (request: WorkRequest): Promise<WorkerStarted> => {
      asked.push(request);
      request.onEvent({ event: 'assigned', stream: 'clicks', partitions: [0, 2] });
      request.onTrouble(new CrosscurrentError('log_unavailable', 'Kafka is away.', 'Start it.'));
      return {
        url: 'http://127.0.0.1:9',
        streams: ['clicks'],
        health: () => ({ role: 'archive', leading: false, trouble: null, partitions: [], streams: {} }),
        stop: async () => {
          stops += 1;
        },
      };
    };
    const { exit, stdout } = await call(
      'worker --json --role archive --streams clicks,others --health-port 9',
      { work, interrupt: (listener) => setTimeout(() => listener('SIGINT'), 100) },
    );
    expect(exit).toBe(0);
    expect(asked[0]).toMatchObject({ role: 'archive', streams: ['clicks', 'others'], healthPort: 9 });
    expect(stops).toBe(1);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { event: 'assigned', stream: 'clicks', partitions: [0, 2] },
      { event: 'trouble', words: 'Kafka is away. Start it.' },
      { event: 'started', role: 'archive', url: 'http://127.0.0.1:9', pid: process.pid, streams: ['clicks'] },
      { event: 'stopped' },
    ]);
  });

  it.each([
    ['worker --role none', /role/],
    ['worker --health-port 70000', /0 to 65535/],
  ])('%s is refused', async (args, words) => {
    const { exit, stderr } = await call(args);
    expect(exit).toBe(2);
    expect(stderr).toMatch(words);
  });
});
