/** Behind an answer lies a pause of this many times what it took, so that a slow one is not asked for without end. */
const REST = 1.5;

interface Surroundings {
  /** Asks one question again; never fails. */
  readonly refresh: (question: string) => Promise<void>;
  /** From one refresh of a question to the next it is at least this long, in ms. */
  readonly spacing: (question: string) => number;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Whether anybody can see the page; while nobody can, changes are only remembered. */
  readonly visible: () => boolean;
}

export interface Refresher {
  /** The answers to these questions changed. The first change is followed at once, the ones after it are gathered. */
  changed(questions: readonly string[]): void;
  /** The page can be seen again. */
  resume(): void;
}

/** Turns commits into refreshes: of each question one at a time, none lost. One that takes long holds up no other. */
export function createRefresher(around: Surroundings): Refresher {
  const pending = new Set<string>();
  const running = new Set<string>();

  async function run(question: string): Promise<void> {
    running.add(question);
    while (pending.has(question) && around.visible()) {
      pending.delete(question);
      const started = around.now();
      await around.refresh(question);
      const took = around.now() - started;
      await around.wait(Math.max(around.spacing(question) - took, took * REST));
    }
    running.delete(question);
  }

  function start(): void {
    for (const question of [...pending]) if (!running.has(question)) void run(question);
  }

  return {
    changed(questions) {
      for (const question of questions) pending.add(question);
      start();
    },
    resume: start,
  };
}
