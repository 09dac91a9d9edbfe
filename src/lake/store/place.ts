/** A place in an S3-compatible store. */
export interface StorePlace {
  readonly bucket: string;
  /** What all keys begin with; without a `/` at its ends, and possibly empty. */
  readonly prefix: string;
}

const PLACE = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[A-Za-z0-9!_.*'()=-]+)*)\/*$/;

/** Whether a text names a place in a store, rightly or wrongly. */
export function isStoreUrl(text: string): boolean {
  return /^s3:/i.test(text);
}

/** Reads `s3://bucket/prefix`; null when it is no such place. */
export function parseStoreUrl(text: string): StorePlace | null {
  const [, bucket, prefix] = PLACE.exec(text) ?? [];
  return bucket === undefined || prefix === undefined ? null : { bucket, prefix: prefix.slice(1) };
}

/** A place in words. */
export function printPlace({ bucket, prefix }: StorePlace): string {
  return `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
}
