import type { Inspection } from './fault.ts';

/** Tables and views lie in one schema for each stream: no two may have one name. */
export function checkTables({ stream, fault }: Inspection): void {
  const { star, sessions, mentions } = stream;
  const rollups = [
    ...Object.keys(stream.rollups).map((name) => [`rollups.${name}`, name] as const),
    ...Object.keys(sessions?.rollups ?? {}).map((name) => [`sessions.rollups.${name}`, name] as const),
    ...Object.keys(mentions?.rollups ?? {}).map((name) => [`mentions.rollups.${name}`, name] as const),
  ];
  const tables = [
    ...rollups.flatMap(([part, name]) =>
      [name, `${name}_distinct`, `${name}_all`].map((table) => [part, table] as const),
    ),
    ...(mentions === undefined ? [] : [['mentions', 'mentions'] as const]),
    ...(star === undefined ? [] : [['star.fact', star.fact] as const, ['star', 'dim_date'] as const]),
    ...Object.keys(star?.dimensions ?? {}).map((name) => [`star.dimensions.${name}`, `dim_${name}`] as const),
  ];
  const owners = new Map<string, string>();
  const told = new Set<string>();
  for (const [part, table] of tables) {
    const owner = owners.get(table);
    if (owner === undefined) owners.set(table, part);
    else if (!told.has(part)) {
      told.add(part);
      fault(part, `its table "${table}" is that of ${owner} as well`, 'Give it another name.');
    }
  }
}
