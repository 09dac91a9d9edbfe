import type { Benchmark, Figure } from './contract.ts';
import { type Ingested, measureIngest } from './ingest.ts';
import { number } from './show.ts';

/**
 * Events a second of others on 2 cores of the same kind, measured once and not in this run; what exactly they did is in
 * docs/performance.md.
 */
const PEERS = {
  'Apache Flink, six rollups into PostgreSQL': 79_000,
  'Apache Spark, six rollups to the driver': 115_000,
};

function against(name: string, rate: number, ours: Ingested): Figure[] {
  const line = (what: string, seconds: number | undefined): Figure => ({
    what: `  ${what}`,
    value: seconds === undefined ? undefined : ours.file.lines / seconds,
    unit: 'events/s',
    ratio: seconds === undefined ? undefined : ours.file.lines / seconds / rate,
  });
  return [
    { what: `${name} (measured elsewhere)`, value: rate, unit: 'events/s', ratio: 1 },
    line('ours until the last commit', ours.secondsToLastCommit),
    line('ours until distinct counts and sessions are in', ours.seconds),
  ];
}

/** Our ingest beside what other engines did with the same kind of work. */
export const peers: Benchmark = {
  name: 'peers',
  about: 'The ingest of this run beside figures of Flink and Spark that were measured elsewhere',
  size: { events: 2_000_000, rate: 100, seconds: 0 },
  async run(around, size) {
    const ours = await measureIngest(around, size);
    return [
      {
        title: `peers: ${number(ours.file.lines)} web events`,
        ratioTo: 'the peer above',
        figures: Object.entries(PEERS).flatMap(([name, rate]) => against(name, rate, ours)),
        notes: [
          'The peers were not run now: events of about 700 bytes with duplicates removed, on 2 cores of the same kind.',
          'They counted no distinct values and no sessions, and kept no lake; with exact distinct counts they were slower.',
        ],
      },
    ];
  },
};
