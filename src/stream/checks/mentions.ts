import type { ColumnType } from '../column.ts';
import { CAMPAIGN_DIMENSION, type Mentions } from '../mentions.ts';
import { tellAbsent } from './absent.ts';
import type { Types } from './expressions.ts';
import type { Inspection } from './fault.ts';
import { checkWords, doubles } from './names.ts';
import { checkRollups } from './rollups.ts';

/** Columns that the table of mentions has besides those that are kept. */
const OF_THE_TABLE: Readonly<Record<string, string>> = {
  [CAMPAIGN_DIMENSION]: 'the campaign',
  edition: 'the edition of the campaign',
  id: 'the id',
  event_time: 'the event time',
};

/** The columns that mentions have, by which they can be listed and counted. */
export function mentionTypes(inspection: Pick<Inspection, 'stream'>, stored: Types): Types {
  const { stream } = inspection;
  const kept = [stream.id, stream.eventTime, ...(stream.mentions?.keep ?? [])];
  return new Map(
    kept.flatMap((name) => {
      const type = stored.get(name);
      return type === undefined ? [] : [[name, type] as const];
    }),
  );
}

/** Looks at what is kept of events that speak of a campaign, and at the rollups of it. */
export function checkMentions(inspection: Inspection, stored: Types): void {
  const { stream, fault } = inspection;
  const { mentions } = stream;
  if (mentions === undefined) return;
  checkWords(inspection, 'mentions', mentions.about);
  checkMatched(inspection, mentions, stored);
  for (const name of mentions.keep) {
    const part = 'mentions.keep';
    if (!stored.has(name)) tellAbsent(inspection, { part, name }, stored.keys());
    if (name === stream.id || name === stream.eventTime)
      fault(part, `"${name}" is kept anyway`, 'Leave it out.');
    else if (Object.hasOwn(OF_THE_TABLE, name)) {
      fault(
        part,
        `mentions have a column "${name}" of their own for ${OF_THE_TABLE[name]}`,
        'Give the column of the event another name.',
      );
    }
  }
  for (const name of doubles(mentions.keep)) {
    fault('mentions.keep', `"${name}" stands there twice`, 'Name it once.');
  }
  const kept = new Map<string, ColumnType>(mentionTypes(inspection, stored));
  checkRollups(inspection, {
    part: 'mentions.rollups',
    rollups: mentions.rollups,
    types: kept.set(CAMPAIGN_DIMENSION, 'text'),
    kind: 'mentions',
  });
}

function checkMatched(inspection: Inspection, mentions: Mentions, stored: Types): void {
  if (mentions.text.length === 0) {
    inspection.fault(
      'mentions.text',
      'there is no text in which words could be',
      'Name at least one column.',
    );
  }
  const { tags, language, platform } = mentions;
  const wanted: readonly (readonly [string, string, ColumnType])[] = [
    ...mentions.text.map((name) => ['text', name, 'text'] as const),
    ...(tags === undefined ? [] : [['tags', tags, 'list'] as const]),
    ...(language === undefined ? [] : [['language', language, 'text'] as const]),
    ...(platform === undefined ? [] : [['platform', platform, 'text'] as const]),
  ];
  for (const [place, name, type] of wanted) {
    const part = `mentions.${place}`;
    const found = stored.get(name);
    if (found === undefined) tellAbsent(inspection, { part, name }, stored.keys());
    else if (found !== type) {
      inspection.fault(part, `"${name}" is a ${found}`, `Name a column of the type ${type}.`);
    }
  }
}
