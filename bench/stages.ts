import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Benchmark, Section, Size, Surroundings } from './contract.ts';
import type { EventFile } from './events/event-files.ts';
import { readLines } from './events/lines.ts';
import { webStream } from './events/web-stream.ts';
import { number } from './show.ts';
import { BARE, measureChain, measureDerivations, measureFirstDerivation } from './stages/chain.ts';
import { type Costs, costFigures } from './stages/cost.ts';
import { openParts } from './stages/parts.ts';
import { measureHolistic, measureWhole } from './stages/whole.ts';

/** What can be repeated is measured so often, and the least counts. */
const ROUNDS = 3;

/** Three slices that follow each other: one to begin with, one to take apart, one to take whole. */
async function cutSlices(
  around: Surroundings,
  { events, rate }: Size,
): Promise<readonly [EventFile, EventFile, EventFile]> {
  const file = await around.files.get({ stream: webStream.name, events: 3 * events, rate });
  const lines = await readLines(file, 3 * events);
  const cut = async (number: number): Promise<EventFile> => {
    const body = lines.body(number * events, (number + 1) * events);
    const target = path.join(around.folder, `slice-${number}.ndjson`);
    await writeFile(target, body);
    return { path: target, lines: events, bytes: body.length };
  };
  return [await cut(0), await cut(1), await cut(2)];
}

async function run(around: Surroundings, size: Size): Promise<readonly Section[]> {
  const [first, second, third] = await cutSlices(around, size);
  const parts = await openParts(path.join(around.folder, 'stages'));
  try {
    const costs: Costs = new Map();
    around.say('one stage after the other');
    await measureFirstDerivation({ parts, costs, file: first });
    for (let round = 0; round < ROUNDS; round += 1) await measureChain({ parts, costs, file: second }, round);
    const derivations = await measureDerivations({ parts, costs, file: second });
    await measureWhole({ parts, costs, file: third });
    await measureHolistic({ parts, costs, file: third });
    return [
      {
        title: `stages: slices of ${number(second.lines)} web events, one thread`,
        ratioTo: 'the bare parse (less is better)',
        figures: costFigures(costs, BARE, second.lines),
        notes: [
          `Time on a processor; the least of ${ROUNDS} rounds up to the lake, one round for the others.`,
          'A whole slice is one behind those that were taken apart: it has new values of its own.',
        ],
      },
      {
        title: 'stages: functions of derived columns, in one thread without a cache',
        ratioTo: 'the number of events: how many of their values are different',
        figures: derivations,
      },
    ];
  } finally {
    await parts.close();
  }
}

/** Where the time of an ingest goes. */
export const stages: Benchmark = {
  name: 'stages',
  about: 'Processor time of each stage of the engine on one slice, against a bare parse of it',
  size: { events: 100_000, rate: 100, seconds: 0 },
  run,
};
