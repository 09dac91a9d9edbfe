import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import { readLines } from './events/lines.ts';
import { type Api, openApi, reportTarget } from './http/api.ts';
import { connect, requestHead } from './http/connection.ts';
import { outputOf } from './program/programs.ts';
import { type Server, startServer } from './program/server.ts';
import { quantile } from './quantiles.ts';
import { number } from './show.ts';

const CALLS = 20;
const POLL_MS = 10;

/** A change has so long to be seen, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Posts a second that arrive while marked ones are looked for, and for how many seconds. */
const RATE = 1_000;
const SECONDS = 20;

/** Deletions that are sent at once, and a second. */
const DELETIONS = 1_000;

/** A campaign of a common word, one of a hashtag, and the one that marked posts speak of. */
const CAMPAIGNS = [
  { name: 'Common word', any: ['love'] },
  { name: 'Running', any: ['running', '#running', 'marathon'] },
  { name: 'Marked', any: ['zzmarkedword'] },
] as const;

const MARKED = 'marked';

const Campaigns = z.array(z.object({ id: z.string(), state: z.string(), mentions: z.number() }));
const Rows = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });
const Reports = z.array(z.object({ name: z.string(), parameters: z.array(z.object({ name: z.string() })) }));

async function send(server: Server, target: string, body: unknown): Promise<Buffer> {
  const connection = await connect(server.url);
  const isEvent = target.startsWith('/v1/');
  try {
    const head = requestHead('POST', target, {
      url: server.url,
      key: isEvent ? server.collectorKey : server.apiToken,
      type: isEvent ? 'application/x-ndjson' : 'application/json',
    });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await connection.request(head, Buffer.from(text));
    if (answer.status >= 300) throw new Error(`${target} answered ${answer.status}: ${answer.body}`);
    return answer.body;
  } finally {
    connection.close();
  }
}

/** Makes a campaign and waits until all past posts were looked at; seconds, and how many speak of it. */
async function makeCampaign(
  server: Server,
  api: Api,
  { name, any }: { name: string; any: readonly string[] },
): Promise<{ seconds: number; mentions: number }> {
  const began = performance.now();
  const { id } = z
    .object({ id: z.string() })
    .parse(JSON.parse(String(await send(server, '/api/campaigns', { name, any, none: [] }))));
  for (;;) {
    const found = Campaigns.parse(await api.get('/api/campaigns')).find((one) => one.id === id);
    if (found?.state === 'ready') {
      return { seconds: (performance.now() - began) / 1000, mentions: found.mentions };
    }
    await pause(50);
  }
}

async function marked(api: Api): Promise<number> {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const range = { from: day(Date.now() - 86_400_000), to: day(Date.now() + 86_400_000) };
  const { rows } = Rows.parse(await api.get(reportTarget('campaign', { campaign: MARKED, ...range })));
  return Number(rows[0]?.['posts'] ?? 0);
}

async function until(api: Api, count: number): Promise<number> {
  const began = performance.now();
  while ((await marked(api)) !== count) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`${count} marked posts were never shown`);
    await pause(POLL_MS);
  }
  return performance.now() - began;
}

function markedPost(id: string, more: object = {}): string {
  const post = {
    id,
    platform: 'bench',
    author_id: id,
    text: `all about zzmarkedword ${id}`,
    lang: 'en',
    created_at: Date.now(),
    ...more,
  };
  return `${JSON.stringify(post)}\n`;
}

/** One marked post a second, while others arrive: from its acknowledgement until the campaign's report shows it. */
async function measureSeen(around: Surroundings, server: Server, api: Api): Promise<number[]> {
  const events = RATE * SECONDS;
  const file = await around.files.get({ stream: 'posts', events, rate: RATE });
  const lines = await readLines(file, events);
  let sending = true;
  const others = (async () => {
    const began = performance.now();
    const step = RATE / 10;
    for (let at = 0; at < events && sending; at += step) {
      await send(server, '/v1/events/posts', lines.body(at, at + step).toString());
      await pause(Math.max(0, began + ((at + step) / RATE) * 1000 - performance.now()));
    }
  })();
  const delays: number[] = [];
  const already = await marked(api);
  for (let n = 1; n <= SECONDS - 2; n += 1) {
    const next = pause(1_000);
    await send(server, '/v1/events/posts', markedPost(randomUUID()));
    delays.push(await until(api, already + n));
    await next;
  }
  sending = false;
  await others;
  return delays;
}

/** Deletes and edits posts that lie anywhere in the lake; from the acknowledgement until it shows. */
async function measureRevisions(server: Server, api: Api): Promise<{ deleted: number[]; burst: number }> {
  const ids = Array.from({ length: DELETIONS + 10 }, () => randomUUID());
  const before = await marked(api);
  await send(server, '/v1/events/posts', ids.map((id) => markedPost(id)).join(''));
  await until(api, before + ids.length);
  const deleted: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const id = ids[n] ?? '';
    const line = `${JSON.stringify({ id, created_at: Date.now(), deleted: true })}\n`;
    await send(server, '/v1/events/posts', line);
    deleted.push(await until(api, before + ids.length - n - 1));
  }
  const rest = ids
    .slice(10)
    .map((id) => `${JSON.stringify({ id, created_at: Date.now(), deleted: true })}\n`)
    .join('');
  await send(server, '/v1/events/posts', rest);
  return { deleted, burst: (await until(api, before)) / 1000 };
}

async function reportTimes(api: Api): Promise<Figure[]> {
  const reports = Reports.parse(await api.get('/api/reports')).filter(({ parameters }) =>
    parameters.some(({ name }) => name === 'campaign'),
  );
  const figures: Figure[] = [];
  const all: number[] = [];
  for (const { name } of reports) {
    for (const campaign of ['running', 'common-word']) {
      const times: number[] = [];
      for (let call = 0; call < CALLS; call += 1) {
        times.push(await api.time(reportTarget(name, { campaign })));
      }
      all.push(...times);
      figures.push({ what: `${name}, ${campaign}, p95`, value: quantile(times, 0.95), unit: 'ms' });
    }
  }
  figures.push({ what: 'all of these, p50', value: quantile(all, 0.5), unit: 'ms' });
  figures.push({ what: 'all of these, p95', value: quantile(all, 0.95), unit: 'ms' });
  return figures;
}

async function measure(around: Surroundings, server: Server, { events }: Size): Promise<readonly Section[]> {
  const api = await openApi(server);
  try {
    const made: Figure[] = [];
    for (const campaign of CAMPAIGNS) {
      around.say(`matching ${campaign.name} in ${number(events)} posts`);
      const { seconds, mentions } = await makeCampaign(server, api, campaign);
      const what = `${campaign.any.join(', ')}: found in ${number(mentions)} posts`;
      made.push({ what, value: seconds, unit: 's' });
    }
    around.say('asking the reports of campaigns');
    const reports = await reportTimes(api);
    around.say('looking for marked posts');
    const seen = await measureSeen(around, server, api);
    around.say('deleting');
    const { deleted, burst } = await measureRevisions(server, api);
    const times = (what: string, all: readonly number[]): Figure[] => [
      { what: `${what}, p50`, value: quantile(all, 0.5), unit: 'ms' },
      { what: `${what}, p95`, value: quantile(all, 0.95), unit: 'ms' },
    ];
    return [
      { title: `campaigns: matching ${number(events)} past posts`, figures: made },
      { title: `campaigns: reports over ${number(events)} posts`, figures: reports },
      {
        title: 'campaigns: live',
        figures: [
          ...times(`acknowledged until the report shows it, ${number(RATE)} others a second`, seen),
          ...times('a deletion until the report shows it', deleted),
          { what: `${number(DELETIONS)} deletions at once`, value: burst, unit: 's' },
        ],
      },
    ];
  } finally {
    api.close();
  }
}

async function run(around: Surroundings, size: Size): Promise<readonly Section[]> {
  const dataDir = path.join(around.folder, 'campaigns');
  const file = await around.files.get({ stream: 'posts', events: size.events, rate: size.rate });
  around.say(`ingesting ${number(size.events)} posts`);
  await outputOf(around.programs.run(['ingest', 'posts', file.path, '--json'], { dataDir }));
  const server = await startServer(around.programs, dataDir);
  try {
    return await measure(around, server, size);
  } finally {
    await server.stop();
  }
}

/** What a campaign costs: past posts, reports, live posts, deletions. */
export const campaigns: Benchmark = {
  name: 'campaigns',
  about: 'Past posts matched, reports of campaigns, live posts and deletions, over many stored posts',
  size: { events: 5_000_000, rate: 20, seconds: 0 },
  run,
};
