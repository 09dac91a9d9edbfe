import { z } from 'zod';
import type { Stream } from '../../stream/define.ts';
import { columnsOf } from '../../stream/expression.ts';
import type { Rollup } from '../../stream/rollup.ts';
import { collectorExample } from '../collector-example.ts';
import type { Audit, ServerDependencies, StreamState } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { instant, wholeNumber } from '../schemas.ts';

const streamSchema = z.object({
  name: z.string(),
  title: z.string(),
  about: z.string(),
  id: z.string().describe('The column that tells events apart'),
  eventTime: z.string().describe('The column that holds the event time'),
  bots: z.string().nullable().describe('The dimension that marks robots'),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      required: z.boolean(),
      aliases: z.array(z.string()),
      about: z.string(),
    }),
  ),
  derived: z.array(z.object({ name: z.string(), type: z.string(), from: z.string(), about: z.string() })),
  elements: z
    .array(z.object({ name: z.string(), list: z.string(), about: z.string() }))
    .describe('Dimensions that are the texts of list columns'),
  rollups: z.array(
    z.object({
      name: z.string(),
      about: z.string(),
      grain: z.enum(['minute', 'hour', 'day']),
      by: z.array(z.string()),
      measures: z.array(z.object({ name: z.string(), kind: z.string(), about: z.string() })),
    }),
  ),
  reports: z.array(z.string()),
  panels: z.array(
    z.object({
      report: z.string(),
      title: z.string(),
      chart: z.string(),
      width: z.int(),
      set: z.record(z.string(), z.string()).optional(),
      figures: z.array(z.string()).optional(),
    }),
  ),
  example: z.record(z.string(), z.unknown()).describe('An event as it can be sent'),
  collectorExample: z.string().describe('A shell command that sends one event'),
  stored: wholeNumber.describe('Events in the lake'),
  simulated: wholeNumber.describe('How many of them are made up'),
  earliestEvent: instant.nullable(),
  latestEvent: instant.nullable(),
});

type Parts = Pick<
  ServerDependencies,
  'catalogue' | 'audit' | 'streamStates' | 'earliestEvents' | 'isSimulated' | 'secrets' | 'clock'
> & { readonly url: () => string };

/** What streams there are, what they hold and how to send to them. */
export function streamRoutes(parts: Parts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/streams',
      access: 'principal',
      summary: 'The streams, with all that is declared of them',
      answers: { 200: { about: 'All streams', schema: z.array(streamSchema) } },
      handle: async () => {
        const [audit, states, earliest] = await Promise.all([
          parts.audit(),
          parts.streamStates(),
          parts.earliestEvents(),
        ]);
        return parts.catalogue.map((stream) => ({
          ...describeStream(stream),
          collectorExample: collectorExample(stream, {
            url: parts.url(),
            key: parts.secrets.collectorKey,
            now: parts.clock.now(),
          }),
          earliestEvent: earliest[stream.name] ?? null,
          ...figuresOf(stream, { audit, state: states[stream.name], isSimulated: parts.isSimulated }),
        }));
      },
    }),
  ];
}

function figuresOf(
  { name }: Stream,
  context: { audit: Audit; state: StreamState | undefined; isSimulated: (source: string) => boolean },
) {
  const accounting = context.audit.streams.find((one) => one.stream === name);
  const simulated = (accounting?.sources ?? []).filter(({ source }) => context.isSimulated(source));
  return {
    stored: accounting?.stored ?? 0,
    simulated: simulated.reduce((sum, { stored }) => sum + BigInt(stored), 0n),
    latestEvent: context.state?.latestEvent ?? null,
  };
}

/** A stream's declaration as the pages and the reference show it. */
export function describeStream(stream: Stream) {
  const { name, title, about, id, eventTime, example, panels } = stream;
  const columns = Object.entries(stream.columns).map(([column, c]) => ({
    name: column,
    type: c.type,
    required: c.required,
    aliases: c.aliases,
    about: c.about,
  }));
  const rollups = { ...stream.rollups, ...stream.sessions?.rollups, ...stream.mentions?.rollups };
  return {
    name,
    title,
    about,
    id,
    eventTime,
    bots: stream.bots ?? null,
    columns,
    derived: derivedColumns(stream),
    rollups: Object.entries(rollups).map(([rollup, spec]) => describeRollup(rollup, spec)),
    elements: Object.entries(stream.elements).map(([element, { list, about: words }]) => ({
      name: element,
      list,
      about: words,
    })),
    reports: [...Object.keys(stream.reports), ...Object.keys(stream.listings)],
    panels,
    example,
  };
}

function derivedColumns(stream: Stream) {
  const computed = (columns: Stream['computed']) =>
    Object.entries(columns).map(([name, { type, is, about }]) => {
      return { name, type, from: [...columnsOf(is)].join(', '), about };
    });
  const derived = Object.values(stream.derived).flatMap(({ gives, from, about }) =>
    Object.entries(gives).map(([name, type]) => ({ name, type, from, about })),
  );
  return [...computed(stream.extracted), ...derived, ...computed(stream.computed)];
}

function describeRollup(name: string, { about, grain, by, measures }: Rollup) {
  return {
    name,
    about,
    grain,
    by,
    measures: Object.entries(measures).map(([measure, m]) => ({
      name: measure,
      kind: m.kind,
      about: m.about,
    })),
  };
}
