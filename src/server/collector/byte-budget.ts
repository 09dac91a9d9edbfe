/** How many bytes of bodies the collector holds at the same time, whoever sends them. */
export interface ByteBudget {
  /** Takes `bytes` if they fit; the answer says whether they did. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  readonly used: number;
}

export function byteBudget(limitBytes: number): ByteBudget {
  let used = 0;
  return {
    take: (bytes) => {
      if (used + bytes > limitBytes) return false;
      used += bytes;
      return true;
    },
    give: (bytes) => {
      used -= bytes;
    },
    get used() {
      return used;
    },
  };
}
