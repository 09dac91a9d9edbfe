// A process of its own for tests of the lock: tries to become the host of the folder in its argument, says in one line
// how that went, and keeps the folder until its standard input ends.
import { systemClock } from '../../../event/clock.ts';
import { acquireHost } from '../acquire.ts';

const [dataDir = ''] = process.argv.slice(2);
const got = await acquireHost({ dataDir, command: 'start', version: '1.0.0', clock: systemClock });
const pid = got.role === 'host' ? got.record().pid : (got.record?.pid ?? null);
process.stdout.write(`${JSON.stringify({ role: got.role, pid })}\n`);
if (got.role === 'host') {
  process.stdin.resume();
  process.stdin.on('end', () => {
    got.release().then(() => process.exit(0));
  });
}
