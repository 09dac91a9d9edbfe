// The long run of the fault tests: `npm run soak`, `npm run soak -- --kills 50 --seed 7`.
// Prints a line for each round and a summary; exit code 1 when a promise was broken.
import { parseArgs } from 'node:util';
import { killAll } from '../integrity/kit/command.ts';
import { makeFolder, removeTemplate, type TestFolder } from '../integrity/kit/folder.ts';
import { canStopProcesses } from '../integrity/kit/processes.ts';
import { expectKept } from '../integrity/kit/promises.ts';
import { hangWhileSending, killWhileLoading, killWhileSending, type Sent } from '../integrity/kit/rounds.ts';

const KILLS_PER_ROUND = 10;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'hang-seconds': { type: 'string', default: '60' },
    verbose: { type: 'boolean', default: false },
  },
});

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

type Round = 'HTTP' | 'files' | 'hanging PostgreSQL';

function play(round: Round, folder: TestFolder, seed: number): Promise<Sent> {
  const onKill = (words: string): void => {
    if (values.verbose) console.log(`    ${words}`);
  };
  if (round === 'HTTP') return killWhileSending({ folder, seed, kills: KILLS_PER_ROUND, onKill });
  if (round === 'files') return killWhileLoading({ folder, seed, kills: KILLS_PER_ROUND, onKill });
  return hangWhileSending({ folder, seed, seconds: Number(values['hang-seconds']) });
}

/** Plays a round on a data folder of its own. @returns whether every promise was kept */
async function runRound(name: string, round: Round, seed: number): Promise<boolean> {
  const began = performance.now();
  const folder = await makeFolder();
  try {
    const { facts } = await play(round, folder, seed);
    const { received, stored, duplicate } = await expectKept(folder, facts);
    const counts = `${received} received, ${stored} stored, ${duplicate} duplicate`;
    console.log(`${name} (${round}, seed ${seed}): ${counts}, kept, ${seconds(began)} s`);
    await folder.remove();
    return true;
  } catch (error) {
    console.log(`${name} (${round}, seed ${seed}): BROKEN, see ${folder.data}`);
    console.log(error instanceof Error ? error.message : String(error));
    return false;
  } finally {
    await killAll();
  }
}

const rounds = Math.ceil(Number(values.kills) / KILLS_PER_ROUND);
const began = performance.now();
let broken = 0;
console.log(`${rounds * KILLS_PER_ROUND} kills in ${rounds} rounds, seed ${values.seed}`);
for (let round = 1; round <= rounds; round += 1) {
  const kept = await runRound(
    `round ${round}`,
    round % 2 === 1 ? 'HTTP' : 'files',
    Number(values.seed) + round,
  );
  if (!kept) broken += 1;
}
if (canStopProcesses && Number(values['hang-seconds']) > 0) {
  const kept = await runRound('last', 'hanging PostgreSQL', Number(values.seed));
  if (!kept) broken += 1;
}
await removeTemplate();
console.log(`${rounds * KILLS_PER_ROUND} kills, ${broken} rounds broken, ${seconds(began)} s`);
process.exitCode = broken === 0 ? 0 : 1;
