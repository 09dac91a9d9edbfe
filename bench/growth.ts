import type { Benchmark, Figure } from './contract.ts';
import { type Ingested, measureIngest, memoryFigures, processorPerEvent } from './ingest.ts';
import { number } from './show.ts';

const TIMES = 10;

function rates(
  small: Ingested,
  large: Ingested,
  what: string,
  secondsOf: (one: Ingested) => number | undefined,
): Figure[] {
  const rate = (one: Ingested): number | undefined => {
    const seconds = secondsOf(one);
    return seconds === undefined ? undefined : one.file.lines / seconds;
  };
  const [few, many] = [rate(small), rate(large)];
  return [
    {
      what: `${what}, ${number(small.file.lines)}`,
      value: few,
      unit: 'events/s',
      ratio: few === undefined ? undefined : 1,
    },
    {
      what: `${what}, ${number(large.file.lines)}`,
      value: many,
      unit: 'events/s',
      ratio: few === undefined || many === undefined ? undefined : many / few,
    },
  ];
}

function processor(small: Ingested, large: Ingested): Figure[] {
  const [few, many] = [processorPerEvent(small), processorPerEvent(large)];
  return [
    { what: `processor, ${number(small.file.lines)}`, value: few, unit: 'µs/event', ratio: few && 1 },
    {
      what: `processor, ${number(large.file.lines)}`,
      value: many,
      unit: 'µs/event',
      ratio: few && many && many / few,
    },
  ];
}

/** Whether ten times as many events take ten times as long, in the same memory. */
export const growth: Benchmark = {
  name: 'growth',
  about: `The same at N and at ${TIMES} N events: speed and memory`,
  size: { events: 2_000_000, rate: 100, seconds: 0 },
  async run(around, size) {
    const small = await measureIngest(around, size);
    const large = await measureIngest(around, { ...size, events: size.events * TIMES });
    return [
      {
        title: `growth: ingest of ${number(small.file.lines)} and of ${number(large.file.lines)} web events`,
        ratioTo: 'the same at the smaller number',
        figures: [
          ...rates(small, large, 'bare parse', ({ bare }) => bare.seconds),
          ...rates(small, large, 'until the last commit', ({ secondsToLastCommit }) => secondsToLastCommit),
          ...rates(small, large, 'until distinct counts and sessions are in', ({ seconds }) => seconds),
          ...processor(small, large),
          ...memoryFigures(small, `, ${number(small.file.lines)}`),
          ...memoryFigures(large, `, ${number(large.file.lines)}`),
        ],
      },
    ];
  },
};
