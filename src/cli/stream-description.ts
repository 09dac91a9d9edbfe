import { eventColumns, type Stream } from '../stream/define.ts';

function describeColumns(stream: Stream) {
  return Object.entries(stream.columns).map(([name, { type, required, aliases, stored, about }]) => ({
    name,
    type,
    required,
    aliases,
    stored,
    about,
  }));
}

function describeDerived(stream: Stream) {
  const derived = Object.values(stream.derived).flatMap(({ gives, from, about }) =>
    Object.entries(gives).map(([name, type]) => ({ name, type, from, about })),
  );
  const computed = Object.entries({ ...stream.extracted, ...stream.computed }).map(
    ([name, { type, about }]) => ({
      name,
      type,
      from: null,
      about,
    }),
  );
  return [...derived, ...computed];
}

function describeRollups(stream: Stream) {
  const all = { ...stream.rollups, ...stream.sessions?.rollups };
  return Object.entries(all).map(([name, { about, grain, by, measures }]) => ({
    name,
    about,
    grain,
    by,
    measures: Object.entries(measures).map(([measure, { kind, about: words }]) => ({
      name: measure,
      kind,
      about: words,
    })),
  }));
}

/** A stream's declaration as data, in the shape of `GET /api/streams`. */
export function describeStream(stream: Stream) {
  return {
    name: stream.name,
    title: stream.title,
    about: stream.about,
    id: stream.id,
    eventTime: stream.eventTime,
    bots: stream.bots ?? null,
    columns: describeColumns(stream),
    derived: describeDerived(stream),
    rollups: describeRollups(stream),
    sessions:
      stream.sessions === undefined
        ? null
        : { about: stream.sessions.about, idleMinutes: stream.sessions.idleMinutes },
    star:
      stream.star === undefined
        ? null
        : {
            fact: stream.star.fact,
            about: stream.star.about,
            dimensions: Object.keys(stream.star.dimensions),
          },
    reports: Object.keys(stream.reports),
    panels: stream.panels,
    formats: Object.keys(stream.lines),
    example: stream.example,
  };
}

export type StreamDescription = ReturnType<typeof describeStream>;

/** How many columns an accepted event has. */
export function columnCount(stream: Stream): number {
  return Object.keys(eventColumns(stream)).length;
}
