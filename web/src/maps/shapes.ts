import { type GeoProjection, geoAlbersUsa, geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { countryOfShape, stateOfShape } from './codes.ts';

export const MAP_WIDTH = 960;

/** A region of a map, drawn in a box of `MAP_WIDTH` by the height of its map. */
export interface Region {
  /** As the reports have it: ISO 3166-1 alpha-2, or the USPS code of a state. */
  readonly code: string;
  readonly name: string;
  /** An SVG path. */
  readonly path: string;
}

export interface MapShapes {
  readonly height: number;
  readonly regions: readonly Region[];
}

type Named = Topology<Record<string, GeometryCollection<{ name: string }>>>;

function shapesOf(
  topology: Named,
  work: { layer: string; projection: GeoProjection; height: number; codes: ReadonlyMap<string, string> },
): MapShapes {
  const layer = topology.objects[work.layer];
  if (layer === undefined) return { height: work.height, regions: [] };
  const { features } = feature(topology, layer);
  const shown = { type: 'FeatureCollection' as const, features: features.filter(({ id }) => id !== '010') };
  const draw = geoPath(work.projection.fitSize([MAP_WIDTH, work.height], shown)).digits(1);
  const regions = shown.features.map((one) => ({
    // Places that no standard numbers keep their name, and no report has them.
    code: work.codes.get(String(one.id ?? '')) ?? `?${one.properties.name}`,
    name: one.properties.name,
    path: draw(one) ?? '',
  }));
  return { height: work.height, regions };
}

/** The countries of the world without Antarctica. */
export async function worldShapes(): Promise<MapShapes> {
  const { default: topology } = await import('world-atlas/countries-110m.json');
  return shapesOf(topology as unknown as Named, {
    layer: 'countries',
    projection: geoNaturalEarth1(),
    height: 480,
    codes: countryOfShape,
  });
}

/** The states of the USA. */
export async function stateShapes(): Promise<MapShapes> {
  const { default: topology } = await import('us-atlas/states-10m.json');
  return shapesOf(topology as unknown as Named, {
    layer: 'states',
    projection: geoAlbersUsa(),
    height: 560,
    codes: stateOfShape,
  });
}
