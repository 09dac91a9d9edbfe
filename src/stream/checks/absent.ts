import { type Inspection, oneOf } from './fault.ts';

/** Tells that a column is not there. Elements of lists look like columns, but are dimensions of rollups alone. */
export function tellAbsent(
  { stream, fault }: Inspection,
  { part, name }: { readonly part: string; readonly name: string },
  known: Iterable<string>,
): void {
  if (Object.hasOwn(stream.elements, name)) {
    fault(
      part,
      `"${name}" is an element of a list, which only the dimensions of a rollup of events can be`,
      oneOf(known),
    );
    return;
  }
  fault(part, `there is no stored column "${name}"`, oneOf(known));
}
