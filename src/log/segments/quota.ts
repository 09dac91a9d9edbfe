/** How much disk the log has taken of what it may take, in bytes. */
export interface Quota {
  readonly limitBytes: number;
  readonly bytes: number;
  /** Takes `bytes` if they fit; the answer says whether they did. */
  take(bytes: number): boolean;
  /** Takes `bytes` in any case: for what is small or there already. */
  force(bytes: number): void;
  give(bytes: number): void;
}

export function quota(limitBytes: number): Quota {
  let used = 0;
  return {
    limitBytes,
    get bytes() {
      return used;
    },
    take: (bytes) => {
      if (used + bytes > limitBytes) return false;
      used += bytes;
      return true;
    },
    force: (bytes) => {
      used += bytes;
    },
    give: (bytes) => {
      used -= bytes;
    },
  };
}
