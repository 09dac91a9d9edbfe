import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OpenRequest } from '../cli/dependencies.ts';
import { createTrial } from '../engine/duckdb/trial.ts';
import { toJson } from '../jobs/host/protocol.ts';
import { openSession, type Session } from '../jobs/host/session.ts';
import { tryJob } from '../jobs/try.ts';
import { openDeployments } from './deployments.ts';
import { startHost } from './host.ts';
import { type ConfiguredProgram, configureProgram, type Program } from './program.ts';

/** Opens what a command needs: the data folder, as host or guest, or the engine alone. */
export async function openFor(program: Program, request: OpenRequest): Promise<Session> {
  if (request.needs === 'deployments') return openDeployments(program, request);
  return request.needs === 'engine'
    ? openTrial(configureProgram(program, request.configuration))
    : openDataFolder(program, request);
}

function openDataFolder(program: Program, request: OpenRequest): Promise<Session> {
  const { configuration, command, signal, onWait } = request;
  const [verb, stream] = command.split(' ');
  const rebuilding = verb === 'rebuild' && stream !== undefined ? [stream] : [];
  return openSession({
    dataDir: configuration.values['data-dir'],
    command,
    version: program.version,
    clock: program.clock,
    signal,
    onWait: (host) =>
      onWait(
        host === null
          ? 'Waiting for the data folder ...'
          : `Waiting for \`crosscurrent ${host.command}\` ...`,
      ),
    become: (hold) =>
      startHost(configureProgram(program, configuration), hold, { onStep: onWait, serve: false, rebuilding }),
  });
}

/** A session for `try`: it stores nothing, so that neither data folder nor warehouse is needed. */
async function openTrial(program: ConfiguredProgram): Promise<Session> {
  const scratchDir = await mkdtemp(path.join(tmpdir(), 'crosscurrent-trial-'));
  const trial = await createTrial({ ...program, scratchDir });
  const job = tryJob({ ...program, scratchDir, lines: trial.lines });
  return {
    role: 'host',
    dataDir: scratchDir,
    async run(name, args, { onProgress, signal } = {}) {
      if (name !== 'try') throw new Error(`a trial cannot run ${name}`);
      const told = onProgress ?? (() => undefined);
      return job(
        args,
        (progress) => told(JSON.parse(toJson(progress))),
        signal ?? new AbortController().signal,
      );
    },
    async close() {
      await trial.close();
      await rm(scratchDir, { recursive: true, force: true });
    },
  };
}
