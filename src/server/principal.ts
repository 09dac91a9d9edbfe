/** What somebody may do. Accounts with lesser roles find their place here. */
export const ROLES = ['owner'] as const;

export type Role = (typeof ROLES)[number];

/** Who asks: found out before a route runs. */
export interface Principal {
  readonly role: Role;
  /** A browser's session needs protection from other sites' pages; a token does not. */
  readonly via: 'session' | 'token';
}
