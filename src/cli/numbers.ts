import { CrosscurrentError } from '../event/errors.ts';

/** A number that an option must hold. */
export interface NumberOption {
  /** The option as typed: `--count`. */
  readonly flag: string;
  readonly text: string | undefined;
  readonly min: number;
  readonly whole: boolean;
}

/** The option's number, or undefined when it was not given. Fails with `bad_call`, naming the allowed values. */
export function numberOption({ flag, text, min, whole }: NumberOption): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d[\d_]*(?:\.\d+)?$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
  if (value >= min && (whole ? Number.isSafeInteger(value) : Number.isFinite(value))) return value;
  throw new CrosscurrentError(
    'bad_call',
    `${flag} cannot be "${text}".`,
    `It must be a ${whole ? 'whole ' : ''}number from ${min} on.`,
  );
}
