import { spawnSync } from 'node:child_process';
import { aptInstall, isDebianAsRoot } from './debian.mjs';

function answers(command, option) {
  // On Windows Maven is a command file, which only a shell can run.
  return spawnSync(command, [option], { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;
}

/** What the cluster tests lack on this machine, as packages of Debian. */
function missing() {
  return [
    ...(answers('java', '-version') ? [] : ['openjdk-17-jre-headless']),
    ...(answers('mvn', '--version') ? [] : ['maven']),
  ];
}

/** Installs Debian's Java and Maven, with which the cluster tests run Kafka and Flink; only there, and only as root. */
export function bringJava() {
  if (!isDebianAsRoot()) return;
  const packages = missing();
  if (packages.length === 0) return;
  process.stderr.write('Installing Java and Maven for the cluster tests (once) ...\n');
  aptInstall(...packages);
}
