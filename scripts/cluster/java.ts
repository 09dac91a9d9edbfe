import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ClusterProblem } from './problem.ts';
import { run } from './run.ts';

/** Something that has to be installed first. */
export class MissingProgram extends ClusterProblem {}

/** Flink 1.20 and Kafka 3.9 both run on these. */
const OLDEST = 17;
const NEWEST = 21;

const WINDOWS = process.platform === 'win32';

/** Where systems keep a Java of the right version beside another one that is the default. */
const HOMES = '/usr/lib/jvm';

/** How to get Java and Maven, for this system. */
function howToInstall(packages: { debian: string; brew: string; winget: string }): string {
  if (process.platform === 'darwin') return `Install it: brew install ${packages.brew}`;
  if (WINDOWS) return `Install it: winget install ${packages.winget}`;
  return `Install it: apt-get install ${packages.debian} (or the package of your system).`;
}

const JAVA = {
  debian: 'openjdk-17-jre-headless',
  brew: 'openjdk@17',
  winget: 'EclipseAdoptium.Temurin.17.JRE',
};
const MAVEN = { debian: 'maven', brew: 'maven', winget: 'Apache.Maven' };

function executable(home: string): string {
  return path.join(home, 'bin', WINDOWS ? 'java.exe' : 'java');
}

function candidates(environment: NodeJS.ProcessEnv): string[] {
  const home = environment['JAVA_HOME'];
  const installed = existsSync(HOMES) ? readdirSync(HOMES).sort() : [];
  return [
    ...(home ? [executable(home)] : []),
    'java',
    ...installed.map((name) => executable(path.join(HOMES, name))).filter((file) => existsSync(file)),
  ];
}

/** The major version that `java -version` says: `17.0.15` is 17, `1.8.0_412` is 8. */
export function majorOf(output: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  if (first === undefined) return undefined;
  return Number(first === '1' ? second : first);
}

/**
 * A Java that Kafka and Flink run on: JAVA_HOME, the one on the path, or another that is installed.
 * @throws ClusterProblem when there is none
 */
export async function findJava(environment: NodeJS.ProcessEnv): Promise<string> {
  const others = new Set<number>();
  for (const command of candidates(environment)) {
    const ran = await run(command, ['-version']);
    const major = ran.code === 0 ? majorOf(ran.output) : undefined;
    if (major !== undefined && major >= OLDEST && major <= NEWEST) return command;
    if (major !== undefined) others.add(major);
  }
  const found = others.size === 0 ? 'none was found' : `this is Java ${[...others].join(' and ')}`;
  throw new MissingProgram(
    `Kafka and Flink need Java ${OLDEST} (up to ${NEWEST} will do), and ${found}.`,
    `${howToInstall(JAVA)} Or name its folder in JAVA_HOME.`,
  );
}

/**
 * Maven, which fetches Kafka and Flink.
 * @throws ClusterProblem when there is none
 */
export async function findMaven(): Promise<string> {
  const command = WINDOWS ? 'mvn.cmd' : 'mvn';
  const ran = await run(command, ['--version']);
  if (ran.code === 0) return command;
  throw new MissingProgram(
    'Kafka and Flink are fetched with Maven, and `mvn` was not found.',
    howToInstall(MAVEN),
  );
}
