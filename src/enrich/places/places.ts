/** Where something is; what is not known is null. */
export interface Place {
  readonly city: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | null;
  /** USPS code. */
  readonly us_state: string | null;
}

const NOWHERE: Place = { city: null, country: null, us_state: null };

/** The place that a free text names. */
export function placeOfText(_location: string): Place {
  return NOWHERE;
}

/** The populated place nearest to a point, in degrees. */
export function placeOfPoint(_lat: number, _lon: number): Place {
  return NOWHERE;
}
