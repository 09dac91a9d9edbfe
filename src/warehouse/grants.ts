import type { ClientBase } from 'pg';
import { quoteIdentifier } from './sql-names.ts';

/** Rights on a schema and its tables and views that accounts other than the owner have; grantee 0 is PUBLIC. */
const GRANTS = `
WITH rights AS (
  SELECT NULL AS name, a.grantee, a.privilege_type, n.nspowner AS owner
  FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = $1
  UNION ALL
  SELECT c.relname, a.grantee, a.privilege_type, c.relowner
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'v')
)
SELECT r.name::text AS name, r.privilege_type AS privilege,
  CASE WHEN r.grantee = 0 THEN NULL ELSE g.rolname END::text AS grantee
FROM rights r LEFT JOIN pg_roles g ON g.oid = r.grantee
WHERE r.grantee <> r.owner AND (r.grantee = 0 OR g.rolname IS NOT NULL)
  AND (r.name IS NULL OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $2 AND c.relname = r.name AND c.relkind IN ('r', 'v')))
ORDER BY 1 NULLS FIRST, 3, 2`;

interface Grant {
  readonly name: string | null;
  readonly privilege: string;
  readonly grantee: string | null;
}

/** Gives others the rights on one schema that they have on another, for the tables that both have. */
export async function copyGrants(client: ClientBase, from: string, to: string): Promise<void> {
  const { rows } = await client.query<Grant>(GRANTS, [from, to]);
  const statements = rows.map(({ name, privilege, grantee }) => {
    const object =
      name === null
        ? `SCHEMA ${quoteIdentifier(to)}`
        : `TABLE ${quoteIdentifier(to)}.${quoteIdentifier(name)}`;
    return `GRANT ${privilege} ON ${object} TO ${grantee === null ? 'PUBLIC' : quoteIdentifier(grantee)}`;
  });
  if (statements.length > 0) await client.query(statements.join('; '));
}
