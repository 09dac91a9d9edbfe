import type { Star, StarDimension } from '../define.ts';
import { tellAbsent } from './absent.ts';
import { checkExpression, type Types } from './expressions.ts';
import type { Inspection } from './fault.ts';
import { checkName, checkWords, doubles } from './names.ts';
import { checkMeasures } from './rollups.ts';

/** The key of the fact's hour. */
const DATE_KEY = 'date_key';

/** Looks at the star schema. */
export function checkStar(inspection: Inspection, stored: Types): void {
  const { star } = inspection.stream;
  if (star === undefined) return;
  checkName(inspection, { part: 'star.fact', name: star.fact });
  checkWords(inspection, 'star', star.about);
  checkExpression({ inspection, part: 'star.where', types: stored }, star.where, 'boolean');
  const dimensions = Object.entries(star.dimensions);
  if (dimensions.length === 0)
    inspection.fault('star.dimensions', 'there is no dimension', 'Declare at least one.');
  for (const [name, dimension] of dimensions) checkDimension(inspection, { name, dimension }, stored);
  checkFact(inspection, star, stored);
}

function checkDimension(
  inspection: Inspection,
  { name, dimension }: { name: string; dimension: StarDimension },
  stored: Types,
): void {
  const { fault } = inspection;
  const part = `star.dimensions.${name}`;
  checkName(inspection, { part, name: `dim_${name}` });
  if (name === 'date') fault(part, 'every fact has its own dim_date', 'Give the dimension another name.');
  const type = stored.get(dimension.key);
  if (type === undefined) tellAbsent(inspection, { part: `${part}.key`, name: dimension.key }, stored.keys());
  else if (type !== 'text') fault(`${part}.key`, `"${dimension.key}" is a ${type}`, 'Name a text column.');
  const columns = [`${name}_key`, dimension.key, ...Object.keys(dimension.attributes ?? {})];
  for (const attribute of Object.keys(dimension.attributes ?? {})) {
    checkName(inspection, { part: `${part}.attributes.${attribute}`, name: attribute });
  }
  for (const twice of doubles(columns)) {
    fault(part, `its table has two columns "${twice}"`, 'Give one of them another name.');
  }
  for (const member of doubles(dimension.members ?? [])) {
    fault(`${part}.members`, `"${member}" stands there twice`, 'Name it once.');
  }
}

function checkFact(inspection: Inspection, star: Star, stored: Types): void {
  checkMeasures(inspection, 'star.measures', {
    measures: star.measures,
    by: [DATE_KEY, ...Object.keys(star.dimensions).map((name) => `${name}_key`)],
    types: stored,
    kind: 'events',
  });
}
