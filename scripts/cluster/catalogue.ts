import { gateway, jobManager, taskManager } from './flink.ts';
import { kafka } from './kafka.ts';
import type { Part } from './part.ts';
import type { PartName } from './place.ts';
import { postgresql } from './postgresql.ts';

/** All parts of a cluster. */
export const CATALOGUE: Readonly<Record<PartName, Part>> = {
  postgresql,
  kafka,
  jobmanager: jobManager,
  taskmanager: taskManager,
  gateway,
};
