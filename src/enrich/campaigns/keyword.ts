import { foldTag, tokenize } from './tokens.ts';

/** A keyword as it is looked for: plain text, never a pattern. */
export type Keyword =
  /** A hashtag, without `#`. */
  | { readonly kind: 'tag'; readonly tag: string }
  /** Words that follow each other; one word is also found as a hashtag. */
  | {
      readonly kind: 'words';
      readonly words: readonly { readonly form: string; readonly glued: boolean }[];
    };

const TAG = /^[#\uff03][\p{L}\p{M}\p{N}_\u200c\u200d]+$/u;

/** What a keyword looks for; null when it has no letter and no number to look for. */
export function readKeyword(keyword: string): Keyword | null {
  const plain = keyword.normalize('NFC').trim();
  if (TAG.test(plain)) return { kind: 'tag', tag: foldTag(plain) };
  const words = tokenize(plain).words.map(({ form, glued }) => ({ form, glued }));
  return words.length === 0 ? null : { kind: 'words', words };
}

/** Equal for keywords that find the same. */
export function keywordKey(keyword: Keyword): string {
  if (keyword.kind === 'tag') return `#${keyword.tag}`;
  return keyword.words.map(({ form, glued }, index) => `${glued || index === 0 ? '' : ' '}${form}`).join('');
}
