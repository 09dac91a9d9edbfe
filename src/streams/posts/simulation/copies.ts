import type { Random } from '../../../stream/random.ts';

/** How long a wave of copies rolls, and how many roll at a time. */
const WAVE = 2 * 3_600_000;
const WAVES = 3;

const OPENINGS = [
  'Huge discount on designer lamps today only',
  'I made 4000 dollars from home this week with this simple trick',
  'Free gift cards for the first 500 followers',
  'This new coin will go to the moon before Friday',
  'Lose weight without any effort, doctors are speechless',
  'Hot singles near you want to chat tonight',
  'Limited offer on smart bulbs, save up to 90 percent',
  'Get 10k real followers in one hour, safe and easy',
];
const ENDINGS = [
  'click the link before it is gone',
  'no card needed, just sign up',
  'you will not believe the result',
  'hurry, only a few left',
  'works in every country',
  'tell all your friends',
];
const SIGNS = ['🔥', '💰', '🚀', '🎁', '👇', '✅', '💎'];

/**
 * The text of a bot's copy at a time. Copies of a wave differ in what a cleaned text does not see: the link, emoji,
 * upper case. One in six also has a word more, so that it is like the others without being the same.
 */
export function copyText(random: Random, at: number): string {
  const wave = Math.floor(at / WAVE) * WAVES + random.int(0, WAVES - 1);
  const opening = OPENINGS[(wave * 5) % OPENINGS.length] ?? '';
  const ending = ENDINGS[(wave * 7 + Math.floor(wave / OPENINGS.length)) % ENDINGS.length] ?? '';
  let text = `${opening}, ${ending}`;
  if (random.chance(0.25)) text = text.toUpperCase();
  if (random.chance(1 / 6)) text = `${random.pick(['Friends', 'Wow', 'Listen', 'Finally', 'Psst'])}! ${text}`;
  if (random.chance(0.7)) text += ` ${random.pick(SIGNS)}`;
  return `${text} https://go.example/${wave.toString(36)}${random.int(10, 21).toString(36)}`;
}
