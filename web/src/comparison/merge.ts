import type { Campaign } from '../api/campaigns.ts';
import type { Column, ReportResult, Row } from '../api/types.ts';

export const CAMPAIGN: Column = { name: 'campaign', type: 'text', unit: null };

/** The answer about one campaign; undefined until it is there. */
export interface Answered {
  readonly campaign: Campaign;
  readonly result: ReportResult | undefined;
}

/**
 * The rows of one report for several campaigns as one table, each with its campaign's id; with `all`, only once all
 * answers are there. The period spans those of all answers.
 */
export function mergeAnswers(answers: readonly Answered[]): ReportResult | undefined {
  const known = answers.flatMap(({ campaign, result }) =>
    result === undefined ? [] : [{ campaign, result }],
  );
  const [first] = known;
  if (first === undefined || known.length < answers.length) return undefined;
  const rows = known.flatMap(({ campaign, result }) =>
    result.rows.map((row): Row => ({ [CAMPAIGN.name]: campaign.id, ...row })),
  );
  const instants = (name: string): string[] =>
    known.map(({ result }) => String(result.params[name] ?? '')).filter((text) => text !== '');
  const from = instants('from').toSorted()[0];
  const to = instants('to').toSorted().at(-1);
  const asOf = known
    .map(({ result }) => result.asOf ?? '')
    .toSorted()
    .at(-1);
  return {
    ...first.result,
    params: {
      ...first.result.params,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
    columns: [CAMPAIGN, ...first.result.columns],
    rows,
    asOf: asOf === undefined || asOf === '' ? null : asOf,
  };
}
