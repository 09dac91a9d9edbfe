/** What is written with these bytes alone needs no look at Unicode. */
const ASCII = /^[\0-\x7f]*$/;

/**
 * A text whose case does not matter any more: canonically composed (NFC), then Unicode's full case folding as near as
 * JavaScript gets, by way of lower, upper and lower case (`Straße` is `STRASSE`, `ﬁ` is `fi`, both sigmas are one). The
 * dotted and the dotless i of Turkish are alike, whichever of them a phone has put there.
 */
export function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
    .normalize('NFC');
}

/**
 * Characters that folding turns into ASCII letters and a plain lower case does not; `\u0307` is the dot that an i loses.
 * Whoever looks for an ASCII text without folding has to look at texts with these as well.
 */
export const FOLDS_TO_ASCII =
  '\u00df\u0130\u0131\u0149\u017f\u0307\u1e9a\u1e9e\u212a\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06';

/** Those of them that can stand for a part of a folded word. */
export function foldingInto(word: string): string {
  return [...FOLDS_TO_ASCII].filter((one) => word.includes(one === '\u0307' ? 'i' : foldCase(one))).join('');
}
