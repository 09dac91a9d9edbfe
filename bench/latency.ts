import path from 'node:path';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import { type Lines, readLines } from './events/lines.ts';
import { webStream } from './events/web-stream.ts';
import { type Connection, connect, requestHead } from './http/connection.ts';
import { sendMarkers } from './latency/markers.ts';
import { type PageWatch, watchPage } from './latency/page.ts';
import { watchReport } from './latency/report.ts';
import { type Server, startServer } from './program/server.ts';
import { quantile } from './quantiles.ts';
import { number } from './show.ts';

/** The same without other events, to compare with: so many seconds. */
const QUIET_S = 8;

const TICK_MS = 100;
const SENDERS = 4;

/** What was acknowledged has so long to be seen after the last one, in milliseconds. */
const PATIENCE_MS = 15_000;

/** Sends lines at an even rate until they are all sent; how late the last one was, in milliseconds. */
async function sendEvenly(server: Server, lines: Lines, rate: number): Promise<number> {
  const connections = await Promise.all(Array.from({ length: SENDERS }, () => connect(server.url)));
  const head = requestHead('POST', `/v1/events/${webStream.name}`, {
    url: server.url,
    key: server.collectorKey,
    type: 'application/x-ndjson',
  });
  const step = Math.max(1, Math.round((rate * TICK_MS) / 1000));
  const began = performance.now();
  let tick = 0;
  let late = 0;
  const send = async (connection: Connection): Promise<void> => {
    while (tick * step < lines.count) {
      const own = tick;
      tick += 1;
      const wait = began + own * TICK_MS - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const body = lines.body(own * step, Math.min((own + 1) * step, lines.count));
      const { status } = await connection.request(head, body);
      if (status !== 202) throw new Error(`the collector answered ${status}`);
      late = performance.now() - (began + own * TICK_MS);
    }
  };
  try {
    await Promise.all(connections.map(send));
  } finally {
    for (const connection of connections) connection.close();
  }
  return late;
}

interface Seen {
  readonly report: readonly number[];
  readonly page: readonly number[] | undefined;
  /** Acknowledged and not seen before patience ended. */
  readonly missed: { readonly report: number; readonly page: number };
}

async function measureSeen(
  server: Server,
  page: PageWatch | undefined,
  work: { markers: number; already: number; meanwhile: () => Promise<void> },
): Promise<Seen> {
  const report = await watchReport(server);
  try {
    const [acknowledged] = await Promise.all([sendMarkers(server, work.markers), work.meanwhile()]);
    const last = work.already + work.markers;
    await Promise.all([report.until(last, PATIENCE_MS), page?.until(last, PATIENCE_MS)]);
    const delays = (seenAt: (count: number) => number | undefined): (number | undefined)[] =>
      acknowledged.map((at, index) => {
        const seen = seenAt(work.already + index + 1);
        return seen === undefined ? undefined : Math.max(0, seen - at);
      });
    const inReport = delays(report.seenAt);
    const inPage = page === undefined ? undefined : delays(await page.seenAt());
    return {
      report: inReport.filter((delay) => delay !== undefined),
      page: inPage?.filter((delay) => delay !== undefined),
      missed: { report: missing(inReport), page: missing(inPage ?? []) },
    };
  } finally {
    report.close();
  }
}

function missing(delays: readonly (number | undefined)[]): number {
  return delays.filter((delay) => delay === undefined).length;
}

function delayFigures(
  what: string,
  loaded: readonly number[] | undefined,
  quiet: readonly number[] | undefined,
): Figure[] {
  return [0.5, 0.95, 1].flatMap((q) => {
    const [busy, idle] = [quantile(loaded ?? [], q), quantile(quiet ?? [], q)];
    const name = q === 1 ? 'longest' : `p${q * 100}`;
    return [
      { what: `${what}, ${name}, quiet`, value: idle, unit: 'ms', ratio: Number.isNaN(idle) ? undefined : 1 },
      { what: `${what}, ${name}, loaded`, value: busy, unit: 'ms', ratio: busy / idle },
    ] as const;
  });
}

async function measure(around: Surroundings, server: Server, size: Size): Promise<readonly Section[]> {
  const { seconds, rate } = size;
  const events = Math.round(rate * seconds);
  const lines = await readLines(await around.files.get({ stream: webStream.name, events, rate }), events);
  await sendMarkers(server, 1); // so that there is something to look at
  const page = await watchPage(server);
  try {
    if (page === undefined) around.say('there is no Chromium: pages are not looked at');
    around.say(`looking for ${QUIET_S} events, quiet`);
    const quiet = await measureSeen(server, page, {
      markers: QUIET_S,
      already: 1,
      meanwhile: () => Promise.resolve(),
    });
    around.say(`looking for ${seconds} events while ${number(rate)} arrive each second`);
    let late = 0;
    const meanwhile = async (): Promise<void> => {
      late = await sendEvenly(server, lines, rate);
    };
    const loaded = await measureSeen(server, page, { markers: seconds, already: 1 + QUIET_S, meanwhile });
    return [
      {
        title: `latency: one event a second is looked for, ${number(rate)} others arrive each second for ${seconds} s`,
        ratioTo: 'the same while nothing else arrives',
        figures: [
          ...delayFigures('from 202 until a report shows it', loaded.report, quiet.report),
          ...delayFigures('from 202 until a page shows it', loaded.page, quiet.page),
          { what: 'not seen in a report, quiet', value: quiet.missed.report, unit: 'events' },
          { what: 'not seen in a report, loaded', value: loaded.missed.report, unit: 'events' },
          { what: 'not seen in a page, quiet', value: quiet.missed.page, unit: 'events' },
          { what: 'not seen in a page, loaded', value: loaded.missed.page, unit: 'events' },
          { what: 'the last of the others was sent late by', value: late, unit: 'ms' },
        ],
        notes: ['Sender, program, PostgreSQL and browser share the processors.'],
      },
    ];
  } finally {
    await page?.close();
  }
}

/** How long an acknowledged event takes to be seen. */
export const latency: Benchmark = {
  name: 'latency',
  about:
    'From the acknowledgement of an event until a report and a page in Chromium show it, while others arrive',
  size: { events: 300_000, rate: 10_000, seconds: 30 },
  async run(around, size) {
    const server = await startServer(around.programs, path.join(around.folder, 'latency'));
    try {
      return await measure(around, server, size);
    } finally {
      await server.stop();
    }
  },
};
