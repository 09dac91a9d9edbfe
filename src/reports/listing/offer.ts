import type { Stream } from '../../stream/define.ts';
import { CAMPAIGN_DIMENSION } from '../../stream/mentions.ts';
import type { ParameterDescription, ReportDescription } from '../answer.ts';
import type { DeclaredListing } from '../find.ts';
import { BOTS_PARAMETER, columnType, MAX_ROWS, standardParameters } from '../standard.ts';

/** The parameter with the words that are looked for. */
export const QUERY_PARAMETER = 'query';

/** The column that marks robots, where the reader can choose whether their events are shown. */
export function listingBots({ stream, listing }: DeclaredListing): string | undefined {
  const { bots, mentions } = stream;
  if (bots === undefined) return undefined;
  return listing.from === 'events' || mentions?.keep.includes(bots) ? bots : undefined;
}

/** The parameters of a listing, the standard ones first. */
export function listingParameters(declared: DeclaredListing): readonly ParameterDescription[] {
  const { stream, listing } = declared;
  return [
    ...standardParameters({ limit: listing.limit, limitWords: `Most events, 1 to ${MAX_ROWS}` }),
    ...(listingBots(declared) === undefined ? [] : [BOTS_PARAMETER]),
    ...(listing.from === 'mentions' ? [CAMPAIGN] : []),
    ...(listing.search.length === 0 ? [] : [queryParameter(listing.search)]),
    ...listing.filters.map((name) => filterParameter(stream, name)),
  ];
}

const CAMPAIGN: ParameterDescription = {
  name: CAMPAIGN_DIMENSION,
  type: 'text',
  required: true,
  about: 'The campaign whose mentions are shown',
  example: 'summer-sale',
  dimension: CAMPAIGN_DIMENSION,
};

function queryParameter(search: readonly string[]): ParameterDescription {
  return {
    name: QUERY_PARAMETER,
    type: 'text',
    required: false,
    about: `Words, each of which stands in ${search.join(' or ')}, whatever its case`,
    example: 'summer sale',
  };
}

function filterParameter(stream: Stream, name: string): ParameterDescription {
  const rest = { name, required: false, about: `Only events with this ${name}`, dimension: name };
  return columnType(stream, name) === 'boolean'
    ? { type: 'choice', choices: ['true', 'false'], ...rest }
    : { type: 'text', ...rest };
}

/** A listing as it is listed among the reports. */
export function describeListing(declared: DeclaredListing): ReportDescription {
  const { name, stream, listing } = declared;
  return {
    name,
    stream: stream.name,
    title: listing.title,
    question: listing.question,
    chart: listing.chart,
    ...(listing.notes === undefined ? {} : { notes: listing.notes }),
    period: listing.period,
    parameters: listingParameters(declared),
    figures: [],
    listing: true,
  };
}
