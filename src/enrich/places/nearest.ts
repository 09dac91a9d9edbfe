import { type Gazetteer, gazetteer } from './gazetteer.ts';

const EARTH_KM = 6371;
const RADIANS = Math.PI / 180;
/** Kilometres of one degree of latitude. */
const DEGREE_KM = EARTH_KM * RADIANS;

/** A city and how far away it is, in kilometres. */
export interface Nearest {
  readonly city: number;
  readonly km: number;
}

/** Cities by cells of one degree; districts of larger cities are left out. */
type Cells = ReadonlyMap<number, readonly number[]>;

let made: Cells | undefined;

function cellKey(latitude: number, longitude: number): number {
  return (latitude + 90) * 360 + (((longitude % 360) + 540) % 360);
}

function cells({ names, latitudes, longitudes, districts }: Gazetteer): Cells {
  const found = new Map<number, number[]>();
  for (let city = 0; city < names.length; city++) {
    if (districts[city] === 1) continue;
    const key = cellKey(Math.floor(latitudes[city] ?? 0), Math.floor(longitudes[city] ?? 0));
    const before = found.get(key);
    if (before === undefined) found.set(key, [city]);
    else before.push(city);
  }
  return found;
}

/** The city nearest to a point (degrees) within `limit` kilometres along the great circle; undefined when there is none. */
export function nearestCity(latitude: number, longitude: number, limit: number): Nearest | undefined {
  const places = gazetteer();
  made ??= cells(places);
  const high = Math.ceil(limit / DEGREE_KM);
  const row = Math.floor(latitude);
  const column = Math.floor(longitude);
  let nearest: Nearest | undefined;
  for (let up = -high; up <= high; up++) {
    const wide = columnsWithin(row + up, limit);
    for (let right = -wide; right <= wide; right++) {
      for (const city of made.get(cellKey(row + up, column + right)) ?? []) {
        const km = distance(latitude, longitude, places.latitudes[city] ?? 0, places.longitudes[city] ?? 0);
        if (km <= (nearest?.km ?? limit)) nearest = { city, km };
      }
    }
  }
  return nearest;
}

/** How many cells to either side lie within `limit` kilometres in a row of cells: more towards the poles. */
function columnsWithin(row: number, limit: number): number {
  const outer = Math.min(89, Math.max(Math.abs(row), Math.abs(row + 1)));
  return Math.min(180, Math.ceil(limit / (DEGREE_KM * Math.cos(outer * RADIANS))));
}

/** Great-circle distance in kilometres by the haversine formula (Sinnott, Sky and Telescope 68(2), 1984). */
function distance(
  latitude: number,
  longitude: number,
  otherLatitude: number,
  otherLongitude: number,
): number {
  const up = Math.sin(((otherLatitude - latitude) * RADIANS) / 2);
  const right = Math.sin(((otherLongitude - longitude) * RADIANS) / 2);
  const half = up * up + Math.cos(latitude * RADIANS) * Math.cos(otherLatitude * RADIANS) * right * right;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}
