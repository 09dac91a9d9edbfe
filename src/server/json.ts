/**
 * JSON text; a 64-bit integer that a double cannot hold becomes a string (V2). Hardly any value has one, and being asked
 * about each field makes 10,000 rows take twice as long: only what cannot be written without is written with it.
 */
export function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return stringifyIntegers(value);
  }
}

function stringifyIntegers(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? integer(item) : item)) ??
    'null'
  );
}

function integer(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
