import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Benchmark, Section, Size, Surroundings } from './contract.ts';
import { outputOf } from './program/programs.ts';
import { watchUsage } from './program/usage.ts';
import { number } from './show.ts';

const Result = z.object({
  received: z.number(),
  stored: z.number(),
  seconds: z.number(),
});

async function run(around: Surroundings, { events, rate }: Size): Promise<readonly Section[]> {
  const dataDir = path.join(around.folder, 'posts');
  const file = await around.files.get({ stream: 'posts', events, rate });
  around.say(`ingesting ${number(events)} posts`);
  const running = around.programs.run(['ingest', 'posts', file.path, '--json'], { dataDir });
  const watch = watchUsage(running.pid);
  const { seconds } = Result.parse(JSON.parse(await outputOf(running)));
  const usage = watch.stop();
  await rm(dataDir, { recursive: true, force: true });
  const mib = (bytes: number | undefined): number | undefined => bytes && bytes / 2 ** 20;
  const perPost = (cpu: number | undefined): number | undefined => cpu && (cpu * 1e6) / events;
  return [
    {
      title: `posts: ingest of ${number(events)} simulated posts, all enrichment`,
      figures: [
        {
          what: 'until distinct counts are in',
          value: events / seconds,
          unit: 'events/s',
        },
        { what: 'processor, program', value: perPost(usage.programCpu), unit: 'µs/event' },
        { what: 'processor, PostgreSQL', value: perPost(usage.postgresCpu), unit: 'µs/event' },
        { what: 'most memory of the program', value: mib(usage.programPeak), unit: 'MiB' },
        { what: 'most memory of PostgreSQL', value: mib(usage.postgresPeak), unit: 'MiB' },
      ],
      notes: ['`npm run bench -- enrichment` shows what each enrichment costs.'],
    },
  ];
}

/** How fast posts come in with all their enrichment. */
export const posts: Benchmark = {
  name: 'posts',
  about: 'ingest of simulated posts with language, mood, names, places, words and campaigns',
  size: { events: 2_000_000, rate: 20, seconds: 0 },
  run,
};
