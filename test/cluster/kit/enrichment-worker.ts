// An enrichment worker in a process of its own, so that it can be killed. Its one argument is JSON.
import { runEnrichment } from '../../../src/jobs/enrichment/run.ts';
import { catalogue } from '../../../src/streams/catalogue.ts';

const { connection, scratchDir, streams } = JSON.parse(process.argv[2] ?? '');

const worker = await runEnrichment({
  connection,
  catalogue: catalogue.filter(({ name }) => streams.includes(name)),
  catalogueModule: { url: new URL('../../../src/streams/catalogue.ts', import.meta.url).href, settings: {} },
  scratchDir,
  ...{ threads: 1, memoryMiB: 512, compression: 'lz4', sessionTimeoutMs: 6000 },
  onError: (error) => process.stderr.write(`${String(error)}\n`),
});
process.stdout.write('working\n');
process.on('SIGTERM', () => {
  worker.close().then(() => process.exit(0));
});
