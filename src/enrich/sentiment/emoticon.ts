import { classOf, DIGIT, LETTER, lowerCase } from './characters.ts';

/** An emoticon in a text: how many code units it takes, and its one spelling (`:-)))` and `=]` are `:)`). */
export interface Emoticon {
  readonly length: number;
  readonly spelling: string;
}

/** Eyes, perhaps a nose, mouth; or the other way round. Marks that are drawn alike count as one. */
const MOUTHS: Readonly<Record<string, string>> = {
  ')': ')',
  ']': ')',
  '}': ')',
  '>': ')',
  '(': '(',
  '[': '(',
  '{': '(',
  '<': '(',
  '/': '/',
  '\\': '/',
  '|': '|',
  '*': '*',
  '@': '@',
  '3': '3',
  d: 'd',
  p: 'p',
  o: 'o',
  s: 's',
};
const REVERSED: Readonly<Record<string, string>> = { '(': ':)', '[': ':)', ')': ':(', ']': ':(' };
const FACES = ['^_^', '-_-', '^^', '>.<', '>_<'];

const isEyes = (unit: number): boolean => unit === 58 || unit === 59 || unit === 61;
const isNose = (unit: number): boolean =>
  unit === 45 || unit === 39 || unit === 94 || unit === 0x2019 || unit === 42;
const isWordUnit = (unit: number): boolean => {
  const kind = classOf(unit);
  return kind === LETTER || kind === DIGIT;
};

/** The end of the repetitions of the unit at `from`. */
function endOfRun(text: string, from: number, end: number): number {
  const unit = text.charCodeAt(from);
  let at = from + 1;
  while (at < end && text.charCodeAt(at) === unit) at += 1;
  return at;
}

function faceFromEyes(text: string, at: number, end: number): Emoticon | undefined {
  let mouthAt = at + 1;
  const nose = text.charCodeAt(mouthAt);
  if (mouthAt + 1 < end && isNose(nose)) mouthAt += 1;
  if (mouthAt >= end) return undefined;
  const mouth = MOUTHS[String.fromCharCode(lowerCase(text.charCodeAt(mouthAt)))];
  if (mouth === undefined) return undefined;
  const behind = endOfRun(text, mouthAt, end);
  if (isWordUnit(text.charCodeAt(mouthAt)) && behind < end && isWordUnit(text.charCodeAt(behind)))
    return undefined;
  const tear = mouthAt > at + 1 && (nose === 39 || nose === 0x2019) ? "'" : '';
  const eyes = text.charCodeAt(at) === 59 ? ';' : ':';
  return { length: behind - at, spelling: `${eyes}${tear}${mouth}` };
}

function faceFromMouth(text: string, at: number, end: number): Emoticon | undefined {
  const spelling = REVERSED[text.charAt(at)];
  if (spelling === undefined) return undefined;
  if (at > 0 && text.charCodeAt(at - 1) > 32) return undefined;
  const eyesAt = text.charCodeAt(at + 1) === 45 ? at + 2 : at + 1;
  if (eyesAt >= end || !isEyes(text.charCodeAt(eyesAt))) return undefined;
  return { length: eyesAt + 1 - at, spelling };
}

function heart(text: string, at: number, end: number): Emoticon | undefined {
  const broken = text.charCodeAt(at + 1) === 47;
  const three = broken ? at + 2 : at + 1;
  if (three >= end || text.charCodeAt(three) !== 51) return undefined;
  const behind = endOfRun(text, three, end);
  if (behind < end && classOf(text.charCodeAt(behind)) === DIGIT) return undefined;
  return { length: behind - at, spelling: broken ? '</3' : '<3' };
}

/** The emoticon that begins at `at`, which is a mark; undefined when none does. */
export function emoticonAt(text: string, at: number, end: number): Emoticon | undefined {
  const unit = text.charCodeAt(at);
  if (isEyes(unit)) return faceFromEyes(text, at, end);
  if (unit === 60 && at + 1 < end) {
    const found = heart(text, at, end);
    if (found !== undefined) return found;
  }
  if (unit === 40 || unit === 41 || unit === 91 || unit === 93) return faceFromMouth(text, at, end);
  if (unit === 94 || unit === 45 || unit === 62) {
    const face = FACES.find((known) => at + known.length <= end && text.startsWith(known, at));
    if (face !== undefined) return { length: face.length, spelling: face };
  }
  return undefined;
}
