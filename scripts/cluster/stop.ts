// `npm run cluster:stop`
import { existsSync } from 'node:fs';
import { readArguments, STOP_HELP } from './arguments.ts';
import { placeOf } from './place.ts';
import { reportProblem, say } from './report.ts';
import { stopCluster } from './stop-cluster.ts';

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2), 'stop');
  if (asked.help) {
    process.stdout.write(STOP_HELP);
    return;
  }
  const place = placeOf(asked.folder);
  const isThere = existsSync(place.folder);
  const { only, remove } = asked;
  const stopped = await stopCluster(place, { only, remove: remove && only === undefined, say });
  if (stopped.length > 0) say('Stopped.');
  else say(isThere ? 'Nothing of it runs.' : `There is no cluster in ${place.folder}.`);
  if (remove && only === undefined && isThere) say(`Removed ${place.folder}.`);
}

await main().catch(reportProblem);
