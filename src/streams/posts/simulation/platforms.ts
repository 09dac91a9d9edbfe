import type { Random } from '../../../stream/random.ts';
import { weightedPick } from '../../../stream/weighted.ts';

/** Where posts are written. Which records are simulated is told by their source in the log, not by their platform. */
export interface Platform {
  readonly name: string;
  /** Below a domain that is kept for examples (RFC 2606), so that no link meets a real person's post. */
  readonly host: string;
  /** Event time as epoch seconds rather than as text. */
  readonly epoch: boolean;
  /** Whether it names the language, marks bots, counts quotes, prefixes reposts with `RT`, lists tags. */
  readonly says: {
    readonly language: boolean;
    readonly bots: boolean;
    readonly quotes: boolean;
    readonly rt: boolean;
    readonly tags: boolean;
  };
  readonly client: (random: Random) => string;
  readonly authorId: (random: Random, handle: string) => string;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

function letters(random: Random, count: number): string {
  let text = '';
  for (let n = 0; n < count; n++) text += BASE32[random.int(0, 31)] ?? '';
  return text;
}

const INSTANCES = ['social.example', 'town.example', 'photo.example', 'code.example'];

const says = { language: true, bots: false, quotes: true, rt: false, tags: true };

/** The platforms with their shares of authors. */
export const drawPlatform = weightedPick<Platform>([
  [
    {
      name: 'bluesky',
      host: 'bluesky.example',
      epoch: false,
      says,
      client: weightedPick([
        ['Bluesky', 70],
        ['Graysky', 8],
        ['deck.blue', 7],
        ['Skeets', 5],
        ['Buffer', 4],
        ['Bridgy Fed', 3],
      ]),
      authorId: (random) => `did:plc:${letters(random, 24)}`,
    },
    32,
  ],
  [
    {
      name: 'x',
      host: 'x.example',
      epoch: false,
      says: { ...says, rt: true },
      client: weightedPick([
        ['Twitter for iPhone', 38],
        ['Twitter for Android', 34],
        ['Twitter Web App', 20],
        ['TweetDeck Web App', 3],
        ['Hootsuite Inc.', 2],
        ['Buffer', 1],
      ]),
      authorId: (random) => `${random.int(1_000_000, 1_999_999)}${random.int(100_000, 999_999)}`,
    },
    30,
  ],
  [
    {
      name: 'mastodon',
      host: 'mastodon.example',
      epoch: false,
      says: { ...says, bots: true, quotes: false },
      client: weightedPick([
        ['Web', 34],
        ['Mastodon for Android', 20],
        ['Mastodon for iOS', 14],
        ['Ivory', 10],
        ['Tusky', 10],
        ['Elk', 6],
        ['Ice Cubes', 6],
      ]),
      authorId: (random, handle) => `${handle}@${random.pick(INSTANCES)}`,
    },
    18,
  ],
  [
    {
      name: 'reddit',
      host: 'reddit.example',
      epoch: true,
      says: { language: false, bots: false, quotes: false, rt: false, tags: false },
      client: () => '',
      authorId: (random) => `t2_${letters(random, 8)}`,
    },
    12,
  ],
  [
    {
      name: 'telegram',
      host: 'telegram.example',
      epoch: true,
      says: { language: false, bots: true, quotes: false, rt: false, tags: false },
      client: () => '',
      authorId: (random) => String(random.int(100_000_000, 7_999_999_999)),
    },
    8,
  ],
]);
