import type { Configuration } from '../jobs/configuration/load.ts';
import { findHost } from '../jobs/host/acquire.ts';
import { checkDataFolder, checkDisk, checkMemory, checkPort } from '../jobs/host/checks.ts';
import type { Finding } from '../jobs/host/findings.ts';
import { checkEmbeddedPostgres } from '../warehouse/embedded/check.ts';
import { checkCluster } from './diagnose-cluster.ts';
import { foldersOf } from './folders.ts';
import { checkLake } from './lake.ts';

/** What is wrong with this machine or the configuration, and what to do: nothing is started, and nothing stays written. */
export async function diagnose(
  configuration: Configuration,
  streams: readonly string[],
): Promise<readonly Finding[]> {
  const { values } = configuration;
  const dataDir = values['data-dir'];
  return [
    checkNode(),
    await checkDataFolder(dataDir),
    await checkDisk(dataDir),
    checkMemory(),
    await checkPort({ host: values.host, port: values.port }, dataDir),
    ...(values['database-url'] === 'embedded' ? await checkPostgres(dataDir) : []),
    ...(await checkLake(values)),
    ...(await checkCluster(values, streams)),
  ];
}

function checkNode(): Finding {
  return { name: 'Node', state: 'good', found: `Node ${process.versions.node} runs the program.` };
}

async function checkPostgres(dataDir: string): Promise<Finding[]> {
  const isInUse = (await findHost(dataDir)) !== null;
  const findings = await checkEmbeddedPostgres({ dataDir: foldersOf(dataDir).postgres, isInUse });
  return findings.map(({ name, ok, detail, remedy }) => ({
    name,
    state: ok ? 'good' : 'wrong',
    found: detail,
    ...(remedy === undefined ? {} : { remedy }),
  }));
}
