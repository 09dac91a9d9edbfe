// `npm run cluster`
import path from 'node:path';
import { readArguments, START_HELP } from './arguments.ts';
import { placeOf } from './place.ts';
import { reportProblem, say } from './report.ts';
import { startCluster } from './start-cluster.ts';
import type { ClusterState } from './state.ts';

function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}

function summary(state: ClusterState, configuration: string): string {
  const { endpoints, options, pids, ports } = state;
  const use = `--config ${shown(configuration)}`;
  return `
  Kafka             ${endpoints.kafka}  (process ${pids.kafka})
  Flink             ${endpoints.flinkRest}  (JobManager ${pids.jobmanager}, TaskManager ${pids.taskmanager}; ${options.slots} slots, ${options.taskManagerMiB} MiB, ${options.stateBackend})
  SQL Gateway       ${endpoints.flinkGateway}  (process ${pids.gateway})
  PostgreSQL        127.0.0.1:${ports.postgresql}  (process ${pids.postgresql}; its address with the password is in ${shown(configuration)})
  Logs              ${shown(state.folders.logs)}

Go on with
  npx crosscurrent deploy ${use}
  npx crosscurrent start ${use}
and stop with
  npm run cluster:stop${state.folders.cluster === path.resolve('.crosscurrent-cluster') ? '' : ` -- --dir ${shown(state.folders.cluster)}`}
`;
}

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2), 'start');
  if (asked.help) {
    process.stdout.write(START_HELP);
    return;
  }
  const place = placeOf(asked.folder);
  const begun = performance.now();
  const { only, options } = asked;
  const { state, started } = await startCluster({
    place,
    only,
    options,
    environment: process.env,
    say,
  });
  if (started.length === 0) say(only === undefined ? 'The cluster runs already.' : 'It runs already.');
  else say(`Started in ${((performance.now() - begun) / 1000).toFixed(0)} s.`);
  if (only === undefined) process.stdout.write(summary(state, place.configuration));
}

await main().catch(reportProblem);
