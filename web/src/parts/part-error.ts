/** Why a part of the program could not be fetched. */
export type PartTrouble = 'away' | 'upgraded' | 'broken';

const WORDS: Readonly<Record<PartTrouble, { message: string; remedy: string }>> = {
  away: {
    message: 'The part of the page that does this is not loaded, and the program does not answer.',
    remedy: 'It is fetched by itself as soon as the program is back.',
  },
  upgraded: {
    message: 'Crosscurrent was renewed since this page was opened, and this part of the page is gone.',
    remedy: 'Reload the page: its address keeps what you are looking at.',
  },
  broken: {
    message: 'The part of the page that does this could not be loaded.',
    remedy:
      'It is tried again by itself; if that does not help, reload the page: its address keeps what you are looking at.',
  },
};

/** A part of the program that is fetched when it is needed, and could not be. */
export class PartError extends Error {
  readonly trouble: PartTrouble;
  readonly remedy: string;

  constructor(trouble: PartTrouble, cause: unknown) {
    super(WORDS[trouble].message, { cause });
    this.name = 'PartError';
    this.trouble = trouble;
    this.remedy = WORDS[trouble].remedy;
  }
}

/** What the server would send for this page today, and the script that this page was begun with. */
export interface Today {
  /** undefined when the server does not answer. */
  readonly html: string | undefined;
  readonly script: string | undefined;
}

/**
 * Tells a server that is away from one that has other files by now. The name of a script holds a hash of its
 * content and of the names of its parts, so that an index.html that names another script is of another version.
 */
export function troubleOf({ html, script }: Today): PartTrouble {
  if (html === undefined) return 'away';
  return script === undefined || html.includes(script) ? 'broken' : 'upgraded';
}

async function today(): Promise<Today> {
  const response = await fetch('/', { cache: 'no-store' }).catch(() => undefined);
  const script = document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? undefined;
  return { html: response?.ok === true ? await response.text().catch(() => undefined) : undefined, script };
}

/** The result of `load`, or a PartError that says why there is none. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new PartError(troubleOf(await today()), error);
  }
}
