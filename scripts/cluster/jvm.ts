import path from 'node:path';
import type { Surroundings } from './part.ts';
import type { PartName } from './place.ts';
import { logFile, temporaryOf } from './place.ts';
import { markOf } from './processes.ts';

/** What all our Java processes are started with: the marks they are known by, their log, and an end when memory is. */
export function javaArguments(
  { place, jars }: Surroundings,
  part: Exclude<PartName, 'postgresql'>,
  memory: readonly string[],
): string[] {
  const libraries = part === 'kafka' ? jars.kafka : jars.flink;
  return [
    ...memory,
    ...markOf(place, part),
    `-Dcrosscurrent.log=${logFile(place, part)}`,
    // The name under which Flink's page looks for the log.
    `-Dlog.file=${logFile(place, part)}`,
    `-Djava.io.tmpdir=${temporaryOf(place, part)}`,
    '-XX:+ExitOnOutOfMemoryError',
    `-XX:ErrorFile=${path.join(place.logs, `${part}.crash`)}`,
    // No file of this process in the system's folder for temporary files.
    '-XX:-UsePerfData',
    '-cp',
    path.join(libraries, '*'),
  ];
}
