import type { Started, StartRequest } from '../cli/dependencies.ts';
import { acquireHost, busyError, type Hold } from '../jobs/host/acquire.ts';
import { hostSession } from '../jobs/host/session.ts';
import { feedLog, SIMULATOR_SOURCE } from '../jobs/simulate.ts';
import { collectorExample } from '../server/collector-example.ts';
import type { Stream } from '../stream/define.ts';
import { type HostParts, startHost } from './host.ts';
import { type ConfiguredProgram, configureProgram, type Program } from './program.ts';

/** Simulated history behind the first start, in milliseconds. */
const HISTORY_MS = 24 * 60 * 60 * 1000;

/** How long guests' work may go on when the program is to end, in milliseconds. */
const PATIENCE_MS = 1500;

/** Runs everything until it is stopped. Fails with `data_dir_busy` when somebody else has the data folder. */
export async function startEverything(program: Program, request: StartRequest): Promise<Started> {
  const { configuration, onStep } = request;
  const dataDir = configuration.values['data-dir'];
  const hold = await acquireHost({
    dataDir,
    command: request.command,
    version: program.version,
    clock: program.clock,
  });
  if (hold.role === 'busy') throw busyError(dataDir, hold.record);
  return run(configureProgram(program, configuration), request, hold, onStep);
}

async function run(
  program: ConfiguredProgram,
  request: StartRequest,
  hold: Hold,
  onStep: (words: string) => void,
): Promise<Started> {
  const { configuration } = request;
  let parts: HostParts | undefined;
  const session = await hostSession(hold, async (held) => {
    parts = await startHost(program, held, { onStep, serve: true, rebuilding: [] });
    return parts;
  });
  if (parts === undefined) throw new Error('the host has no parts');
  const url = hold.record().url ?? '';
  const simulating = configuration.values.simulate;
  const stopping = new AbortController();
  const simulators = simulating ? startSimulators(program, parts, stopping.signal) : Promise.resolve();
  simulators.catch(() => undefined);
  return {
    url,
    signInUrl: `${url}/sign-in?code=${parts.codes.issue()}`,
    dataDir: hold.dataDir,
    warehouse: parts.warehouseWords,
    simulating,
    streams: program.catalogue.map((stream) => ({
      name: stream.name,
      collectorExample: collectorExample(stream, {
        url,
        key: parts?.secrets.collectorKey ?? '',
        now: program.clock.now(),
      }),
    })),
    failed: simulators.then(() => new Promise<never>(() => undefined)),
    async stop() {
      stopping.abort();
      await simulators.catch(() => undefined);
      await session.close({ patienceMs: PATIENCE_MS });
    },
  };
}

/** Simulates every stream: at the first start a day of history, then in real time. */
async function startSimulators(
  program: ConfiguredProgram,
  parts: HostParts,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(program.catalogue.map((stream) => simulateStream(program, parts, { stream, signal })));
}

async function simulateStream(
  program: ConfiguredProgram,
  { log }: HostParts,
  work: { stream: Stream; signal: AbortSignal },
): Promise<void> {
  const { stream, signal } = work;
  const now = program.clock.now();
  const isFirst = log.end(stream.name, SIMULATOR_SOURCE) === 0n;
  const start = isFirst ? now - HISTORY_MS : now;
  const lines = stream.simulator({ seed: Math.floor(now / 1000), rate: stream.demoRate, start });
  const feed = { stream: stream.name, lines, limit: Number.POSITIVE_INFINITY, signal };
  await feedLog({ log, clock: program.clock }, feed, () => undefined);
}
