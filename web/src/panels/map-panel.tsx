import { type CSSProperties, type ReactNode, useRef } from 'react';
import type { Row } from '../api/types.ts';
import { figureText, figureWords, numberOf } from '../number/format.ts';
import { usePart } from '../parts/part.ts';
import { statesMap, worldMap } from '../parts/parts.ts';
import { heading, membersOf, rowLabel, shapeOf } from './columns-of.ts';
import { Failure } from './failure.tsx';
import type { BodyProps } from './panel-body.tsx';
import { cellOf, useRoving } from './roving.ts';
import { Skeleton } from './skeleton.tsx';
import { useViewState } from './view.ts';

const MAP_WIDTH = 960;

/** Rows listed beside the map. */
const LISTED = 8;

const SHAPES = { world: worldMap, states: statesMap };

function shadeOf(value: number, top: number): CSSProperties {
  // The square root lets small numbers be told from none.
  return value === 0 || top === 0 ? {} : { '--heat': `${Math.round(12 + 88 * Math.sqrt(value / top))}%` };
}

/** Counts by place, on a map and as a list beside it, whose rows open the explanation of a number. */
function MapPanel({ which, placed, result }: BodyProps & { which: keyof typeof SHAPES }): ReactNode {
  const { open } = useViewState();
  const list = useRef<HTMLOListElement>(null);
  const onKeyDown = useRoving(list);
  const { value: shapes, error, retry } = usePart(SHAPES[which]);
  const { dimensions, figures } = shapeOf(result.columns, placed.panel.figures);
  const [place] = dimensions;
  const [figure] = figures;
  if (place === undefined || figure === undefined) return <p className="empty-text">No places here.</p>;
  const known = result.rows.filter((row) => row[place.name] !== 'undefined');
  const rowOf = new Map(known.map((row) => [String(row[place.name]), row]));
  const top = Math.max(0, ...known.map((row) => numberOf(row[figure.name]) ?? 0));
  const names = new Map(shapes?.regions.map(({ code, name }) => [code, name]));
  const nameOf = (row: Row): string => names.get(String(row[place.name])) ?? rowLabel(row, [place]);
  const onOpen = (row: Row): void =>
    open({ id: placed.id, figure: figure.name, members: membersOf(row, dimensions) });
  if (shapes === undefined) {
    return error === null ? <Skeleton chart={which} /> : <Failure error={error} onRetry={retry} />;
  }

  return (
    <div className="map">
      <svg
        className="map-shapes"
        viewBox={`0 0 ${MAP_WIDTH} ${shapes.height}`}
        role="img"
        aria-label={`${heading(figure.name)} by ${heading(place.name).toLowerCase()}; the list beside it has the numbers`}
      >
        {shapes.regions.map(({ code, name, path }) => {
          const row = rowOf.get(code);
          const value = numberOf(row?.[figure.name]) ?? 0;
          return (
            <path key={code} d={path} className="map-region" style={shadeOf(value, top)}>
              <title>
                {name}: {row === undefined ? 'none' : figureWords(row[figure.name], figure.unit)}
              </title>
            </path>
          );
        })}
      </svg>
      <ol className="map-list" ref={list} onKeyDown={onKeyDown}>
        {known.slice(0, LISTED).map((row, index) => (
          <li key={rowLabel(row, dimensions)}>
            <button type="button" className="map-row" {...cellOf(index, 0)} onClick={() => onOpen(row)}>
              <span className="cut">{nameOf(row)}</span>
              <span className="number" title={figureWords(row[figure.name], figure.unit)}>
                {figureText(row[figure.name], figure.unit)}
              </span>
            </button>
          </li>
        ))}
        {known.length > LISTED ? <li className="muted">and {known.length - LISTED} more</li> : null}
      </ol>
    </div>
  );
}

/** Countries of the world. */
export function WorldMap(props: BodyProps): ReactNode {
  return <MapPanel which="world" {...props} />;
}

/** States of the USA. */
export function StatesMap(props: BodyProps): ReactNode {
  return <MapPanel which="states" {...props} />;
}
