import { z } from 'zod';

/** Progress of the jobs that look after Flink. */
export const DeploymentProgress = z.looseObject({
  say: z.string().optional(),
  done: z.string().optional(),
  trouble: z.string().optional(),
  deployed: z.unknown().optional(),
});

export const Deployed = z.looseObject({
  stream: z.string(),
  step: z.enum(['begin', 'keep', 'exchange', 'revive', 'rebuild', 'resume', 'refuse']),
  jobId: z.string().nullable(),
  restoredFrom: z.string().nullable(),
  diff: z.string().nullable(),
  leftOut: z.array(z.string()),
  seconds: z.number(),
});

/** Result of the job `deploy`. */
export const DeployResult = z.looseObject({ streams: z.array(Deployed) });

/** Result of the job `undeploy`. */
export const UndeployResult = z.looseObject({
  streams: z.array(
    z.looseObject({
      stream: z.string(),
      outcome: z.enum(['stopped', 'already', 'none']),
      savepoint: z.string().nullable(),
    }),
  ),
});

const Job = z.looseObject({
  id: z.string().nullable(),
  wanted: z.string(),
  state: z.string(),
  waiting: z.array(z.looseObject({ vertex: z.string() })),
  savepoint: z.string().nullable(),
  restarts: z.number().nullable(),
  checkpoint: z.looseObject({ ageSeconds: z.number().nullable(), bytes: z.number().nullable() }).nullable(),
  lagMessages: z.number().nullable(),
  lastFailure: z.looseObject({ at: z.string().nullable(), words: z.string() }).nullable(),
});

/** Result of the job `status`. */
export const StatusResult = z.looseObject({
  streams: z.array(
    z.looseObject({
      stream: z.string(),
      committedAt: z.string().nullable(),
      latestEvent: z.string().nullable(),
      job: Job.nullable(),
      workers: z
        .array(
          z.looseObject({
            partition: z.number(),
            committed: z.number(),
            end: z.number(),
            lag: z.number(),
            enrichmentLag: z.number().nullable(),
          }),
        )
        .nullable(),
      lateEvents: z.number(),
      trouble: z.array(z.string()),
    }),
  ),
});
