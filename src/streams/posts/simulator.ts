import { withDamage, withDuplicates } from '../../stream/imperfections.ts';
import { type Random, seededRandom } from '../../stream/random.ts';
import {
  assertSimulatable,
  type SimulatedLine,
  type Simulator,
  type SimulatorOptions,
} from '../../stream/simulator.ts';
import { turns } from './simulation/arrivals.ts';
import { Desk, LINES_PER_TURN } from './simulation/desk.ts';

const DUPLICATES = 0.005;
const DAMAGED = 1 / 2000;

/**
 * What people say: posts of 60,000 accounts and 1,500 bots on five platforms in nine languages, day and night in each
 * author's own time, with bursts around what happens (a campaign of the shop, an outage, an award night, a match, a
 * storm ...) by the calendar that all streams of the seed share.
 *
 * Of the posts about 39 % are reposts, 12 % replies, 4 % quotes and 6 % copies by bots; 2 % are edited and 2.5 %
 * deleted later; 1.5 % arrive up to 5 minutes late, 0.5 % come twice, 1 in 2,000 lines is broken.
 *
 * Words that make a good campaign to try: `Lumera` (the shop; its competitors `Kveld`, `Brightwell Lights` and
 * `Osprey & Oak` for the share of voice), its weekly campaigns `Spring Living` or `#SpringLiving`, `Black Week`,
 * `New Arrivals`, `Outdoor Season`, its daily `Golden Hour`, a lamp such as `Nora` or `Vega`, and the companies that
 * have outages: `Nimbus Cloud`, `Orbis Telecom`, `Kestrel Bank`.
 */
export const simulatePosts: Simulator = (options) => {
  assertSimulatable(options);
  const random = seededRandom(options.seed).fork('posts');
  const lines = posts({ ...options, rate: options.rate / (1 + DUPLICATES) }, random);
  const damaged = withDamage(lines, random.fork('damage'), {
    share: DAMAGED,
    time: /"created_at":(?:\d+|"[^"]*")/,
  });
  return withDuplicates(damaged, random.fork('duplicates'), { share: DUPLICATES, rate: options.rate });
};

function* posts(options: SimulatorOptions, random: Random): Generator<SimulatedLine, never, void> {
  const desk = new Desk(random, options.rate);
  const { waiting } = desk;
  for (const turn of turns({ ...options, rate: options.rate / LINES_PER_TURN }, random)) {
    for (let at = waiting.nextAt; at <= turn.at; at = waiting.nextAt) {
      const line = waiting.pop()?.(at);
      if (line !== undefined) yield { at: Math.floor(at), line };
    }
    const line = desk.take(turn);
    if (line !== undefined) yield { at: Math.floor(turn.at), line };
  }
  throw new RangeError('posts: there is always another turn');
}
