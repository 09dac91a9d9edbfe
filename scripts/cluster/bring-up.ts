import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CATALOGUE } from './catalogue.ts';
import { lastWords } from './last-words.ts';
import type { Command, Part, Surroundings } from './part.ts';
import type { PartName, Place } from './place.ts';
import { emptyTemporary, TITLES, writePid } from './place.ts';
import { ClusterProblem } from './problem.ts';
import type { Launched } from './processes.ts';
import { launch } from './processes.ts';
import type { ClusterState } from './state.ts';
import { stopPart } from './stop-cluster.ts';

/** How often a part that is coming up is asked. */
const ASK_MS = 250;

/** How long a part that runs already may be without an answer. */
const ANSWER_MS = 60_000;

async function waitUntilHealthy(
  part: Part,
  waiting: { place: Place; launched: Launched; command: Command; givenUp: AbortSignal },
): Promise<void> {
  const { place, launched, command, givenUp } = waiting;
  const end = performance.now() + part.patienceMs;
  while (!(await command.isHealthy())) {
    givenUp.throwIfAborted();
    const ended = launched.ended();
    if (ended === undefined && performance.now() < end) {
      await sleep(ASK_MS);
      continue;
    }
    const how = ended ?? `it did not answer within ${part.patienceMs / 1000} s`;
    throw new ClusterProblem(
      `The ${TITLES[part.name]} did not start: ${how}. ${await lastWords(place, part.name)}`.trim(),
      `Its log is in ${place.logs} (${part.name}.log and ${part.name}.out).`,
    );
  }
}

async function startPart(surroundings: Surroundings, part: Part, givenUp: AbortSignal): Promise<void> {
  const { place } = surroundings;
  await emptyTemporary(place, part.name);
  const command = await part.prepare(surroundings);
  const launched = await launch(command.command, command.args, {
    out: path.join(place.logs, `${part.name}.out`),
    cwd: part.name === 'postgresql' ? path.parse(place.folder).root : place.folder,
    environment: command.environment,
    uid: command.uid,
    gid: command.gid,
  });
  await writePid(place, part.name, launched.pid);
  await waitUntilHealthy(part, { place, launched, command, givenUp });
}

/**
 * Starts parts side by side and waits until they serve; when one fails, none of them is left running.
 * @throws ClusterProblem with what its log says
 */
export async function startParts(
  surroundings: Surroundings,
  names: readonly PartName[],
  say: (line: string) => void,
): Promise<void> {
  const begun = performance.now();
  const failure = new AbortController();
  await Promise.allSettled(
    names.map(async (name) => {
      await startPart(surroundings, CATALOGUE[name], failure.signal).catch((error: unknown) => {
        failure.abort(error); // the first reason stays
        throw error;
      });
      say(`  ${TITLES[name]} is ready (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
    }),
  );
  if (!failure.signal.aborted) return;
  await Promise.all(names.map((name) => stopPart(surroundings.place, name)));
  throw failure.signal.reason;
}

/** The running parts that do not answer, also not after a while: one may have been started just before. */
export async function findMute(
  state: Pick<ClusterState, 'endpoints'>,
  names: readonly PartName[],
): Promise<readonly PartName[]> {
  const end = performance.now() + ANSWER_MS;
  for (let mute = names; ; await sleep(ASK_MS)) {
    const answers = await Promise.all(mute.map((name) => CATALOGUE[name].isHealthy(state)));
    mute = mute.filter((_name, at) => answers[at] === false);
    if (mute.length === 0 || performance.now() > end) return mute;
  }
}
