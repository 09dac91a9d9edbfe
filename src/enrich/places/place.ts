/** Where something is; what is not known is null. */
export interface Place {
  /** Name of a populated place, as GeoNames has it. */
  readonly city: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | null;
  /** USPS code. */
  readonly us_state: string | null;
}

/** No place. */
export const NOWHERE: Place = { city: null, country: null, us_state: null };
