/** Parameters of RFC 3492, section 5. */
const BASE = 36;
const LEAST = 1;
const MOST = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_CODE = 128;

/** Nothing longer is worth being counted: DNS takes 63. */
const ENOUGH = 63;

/**
 * How long a label of a host name is as DNS carries it: itself, or `xn--` and its punycode (RFC 3492) when it is not
 * ASCII. A label of more than 63 characters, whose punycode is longer still, is answered with its own length.
 */
export function punycodeLength(label: string): number {
  if (label.length > 2 * ENOUGH) return label.length;
  const codes = Array.from(label, (one) => one.codePointAt(0) ?? 0);
  const ascii = codes.filter((code) => code < INITIAL_CODE).length;
  if (ascii === codes.length || codes.length > ENOUGH) return codes.length;
  return 'xn--'.length + ascii + (ascii > 0 ? 1 : 0) + extendedLength(codes, ascii);
}

/** Digits that the characters beyond ASCII take: the encoding procedure of section 6.3, counting only. */
function extendedLength(codes: readonly number[], ascii: number): number {
  let code = INITIAL_CODE;
  let delta = 0;
  let bias = INITIAL_BIAS;
  let handled = ascii;
  let digits = 0;
  while (handled < codes.length) {
    const next = codes.reduce((least, one) => (one >= code && one < least ? one : least), 0x110000);
    delta += (next - code) * (handled + 1);
    code = next;
    for (const one of codes) {
      if (one < code) delta += 1;
      if (one !== code) continue;
      digits += integerLength(delta, bias);
      bias = adapt(delta, handled + 1, handled === ascii);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    code += 1;
  }
  return digits;
}

function integerLength(delta: number, bias: number): number {
  let rest = delta;
  let digits = 1;
  for (let k = BASE; ; k += BASE) {
    const threshold = Math.min(Math.max(k - bias, LEAST), MOST);
    if (rest < threshold) return digits;
    rest = Math.floor((rest - threshold) / (BASE - threshold));
    digits += 1;
  }
}

/** Section 6.1. */
function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : Math.floor(delta / 2);
  rest += Math.floor(rest / points);
  let k = 0;
  while (rest > ((BASE - LEAST) * MOST) / 2) {
    rest = Math.floor(rest / (BASE - LEAST));
    k += BASE;
  }
  return k + Math.floor(((BASE - LEAST + 1) * rest) / (rest + SKEW));
}
