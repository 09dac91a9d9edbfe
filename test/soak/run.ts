// The long run of the fault tests: `npm run soak`, `npm run soak -- --kills 50 --seed 7`.
// Prints a line for each round and a summary; exit code 1 when a promise was broken.
import { parseArgs } from 'node:util';
import { killAll } from '../integrity/kit/command.ts';
import { makeFolder, removeTemplate } from '../integrity/kit/folder.ts';
import { expectKept } from '../integrity/kit/promises.ts';
import { killWhileLoading, killWhileSending } from '../integrity/kit/rounds.ts';

const KILLS_PER_ROUND = 10;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    verbose: { type: 'boolean', default: false },
  },
});

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

/** One round on a data folder of its own. @returns what went wrong, or null */
async function runRound(round: number, seed: number): Promise<string | null> {
  const began = performance.now();
  const folder = await makeFolder();
  const byHttp = round % 2 === 1;
  const kill = byHttp ? killWhileSending : killWhileLoading;
  const onKill = (words: string): void => {
    if (values.verbose) console.log(`    ${words}`);
  };
  try {
    const { facts } = await kill({ folder, seed, kills: KILLS_PER_ROUND, onKill });
    const account = await expectKept(folder, facts);
    console.log(
      `round ${round} (${byHttp ? 'HTTP' : 'files'}, seed ${seed}): ${KILLS_PER_ROUND} kills, ${account.received} received, ${account.stored} stored, ${account.duplicate} duplicate, kept, ${seconds(began)} s`,
    );
    await folder.remove();
    return null;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    console.log(`round ${round} (${byHttp ? 'HTTP' : 'files'}, seed ${seed}): BROKEN, see ${folder.data}`);
    console.log(words);
    return words;
  } finally {
    await killAll();
  }
}

const rounds = Math.ceil(Number(values.kills) / KILLS_PER_ROUND);
const began = performance.now();
let broken = 0;
console.log(`${rounds * KILLS_PER_ROUND} kills in ${rounds} rounds, seed ${values.seed}`);
for (let round = 1; round <= rounds; round += 1) {
  if ((await runRound(round, Number(values.seed) + round)) !== null) broken += 1;
}
await removeTemplate();
console.log(
  `${rounds * KILLS_PER_ROUND} kills, ${rounds - broken} rounds kept, ${broken} broken, ${seconds(began)} s`,
);
process.exitCode = broken === 0 ? 0 : 1;
