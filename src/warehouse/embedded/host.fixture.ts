// A program that starts PostgreSQL and is then killed by a test: `node host.fixture.ts DATA_FOLDER [orphan]`. It prints
// `{ pid, connection }` and waits. With `orphan` the server is not told when this program dies, as on systems that cannot.
import path from 'node:path';
import { locateBinaries } from './binaries.ts';
import { DATABASE, SUPERUSER } from './cluster.ts';
import { readPassword } from './password.ts';
import { isRoot, makeRunner } from './runner.ts';
import { startServer } from './server.ts';
import { startEmbeddedPostgres } from './start.ts';

const [folder = '', mode] = process.argv.slice(2);
const dataDir = path.join(folder, 'postgres');
const secretsDir = path.join(folder, 'secrets');
const onLog = (): void => {};

async function startOrphan(): Promise<unknown> {
  const runner = makeRunner(isRoot() ? 'namespace' : 'self', false);
  const server = await startServer({ folder: dataDir, binaries: locateBinaries(), runner }, onLog);
  const password = await readPassword(secretsDir);
  const connection = { host: '127.0.0.1', port: server.port, user: SUPERUSER, password, database: DATABASE };
  return { pid: server.pid, connection };
}

const started =
  mode === 'orphan' ? await startOrphan() : await startEmbeddedPostgres({ dataDir, secretsDir, onLog });
console.log(JSON.stringify(started));
setInterval(() => {}, 60_000);
