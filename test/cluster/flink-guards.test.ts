// Who keeps the rollups of a stream: DuckDB or a job of Flink. Whoever comes second is told so, and changes nothing.
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPipeline, type Pipeline } from './kit/flink-pipeline.ts';
import { describeOnCluster, freshName } from './support.ts';

const STREAM = 'web-behaviour';
const DUCKDB = ['--set', 'engine=duckdb'];

let pipeline: Pipeline;
beforeEach(async () => {
  pipeline = await openPipeline(STREAM);
});
afterEach(async () => {
  await pipeline.close();
});

describeOnCluster('the rollups of a stream', () => {
  it('are kept by a job of Flink, and by nobody else while it is to run', async () => {
    const [{ jobId }] = (await pipeline.answer('deploy', STREAM))['streams'] as [{ jobId: string }];
    const kept = expect.stringMatching(/rollups of web-behaviour .* kept by a job of Flink/);

    await expect(pipeline.worker('rollup')).rejects.toThrow(
      /kept by a job of Flink.*--role archive.*undeploy web-behaviour/s,
    );
    const file = path.join(tmpdir(), `${freshName('events')}.ndjson`);
    await writeFile(file, '');
    for (const command of [
      ['rebuild', STREAM],
      ['ingest', STREAM, file],
      ['start', '--port', '0'],
    ]) {
      const { exit, stderr } = await pipeline.call(...command, ...DUCKDB);
      expect({ exit, stderr }, command[0]).toEqual({ exit: 1, stderr: kept });
      expect(stderr, command[0]).toMatch(/engine: flink.*undeploy web-behaviour/s);
    }
    const rebuild = await pipeline.call('rebuild', STREAM);
    expect(rebuild).toMatchObject({ exit: 1, stderr: kept });
    expect(rebuild.stderr).toContain('deploy web-behaviour --rebuild');
    // Who writes none of them is let in.
    expect((await (await pipeline.worker('archive')).stop()).exit).toBe(0);
    expect((await pipeline.call('audit')).exit).toBe(0);
    expect(await pipeline.answer('status', STREAM)).toMatchObject({
      streams: [{ job: { id: jobId, state: 'RUNNING' } }],
    });

    await pipeline.answer('undeploy', STREAM);
    const worker = await pipeline.worker('rollup');
    expect((await worker.stop()).exit).toBe(0);
  });

  it('are kept by DuckDB, and no job is submitted while it counts', async () => {
    const worker = await pipeline.worker('rollup');
    const refused = await pipeline.call('deploy', STREAM);
    expect(refused.exit).toBe(1);
    expect(refused.stderr).toContain(`worker, process ${worker.pid} on `);
    expect(refused.stderr).toContain('Stop that process first');
    expect((await pipeline.call('deploy', STREAM, '--rebuild')).stderr).toContain('Stop that process first');
    expect(await pipeline.rows('SELECT * FROM crosscurrent.deployment')).toEqual([]);
    // No sooner than it has ended, however it did.
    await worker.kill();
    await pipeline.answer('deploy', STREAM);
  });
});
