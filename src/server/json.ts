/** JSON text; a 64-bit integer that a double cannot hold becomes a string (V2). */
export function stringify(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? integer(item) : item)) ??
    'null'
  );
}

function integer(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
