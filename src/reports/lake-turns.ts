import type { LakeQuery } from '../engine/contract.ts';

/**
 * Lets so many counts run in the lake at a time, and the others wait in the order in which they came. One alone uses all
 * processors: ten panels of a page that count side by side would have their answers no sooner, but leave nothing to those
 * who take events in.
 */
export function takeTurns(lake: LakeQuery, atOnce: number): LakeQuery {
  const waiting: (() => void)[] = [];
  let running = 0;
  const enter = async (): Promise<void> => {
    if (running < atOnce) running += 1;
    else await new Promise<void>((go) => waiting.push(go));
  };
  const leave = (): void => {
    const next = waiting.shift();
    // Whoever comes next takes the place over.
    if (next === undefined) running -= 1;
    else next();
  };
  return {
    async distinct(query) {
      await enter();
      try {
        return await lake.distinct(query);
      } finally {
        leave();
      }
    },
  };
}
