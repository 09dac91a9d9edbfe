import type { ReactNode } from 'react';
import { rowLabel, shapeOf } from './columns-of.ts';
import type { BodyProps } from './panel-body.tsx';
import { Tile } from './tile.tsx';
import { useCourses } from './use-courses.ts';
import { usePrevious } from './use-previous.ts';

/** Figures of a whole range, each with its change and its course. */
export function Tiles({ placed, question, result }: BodyProps): ReactNode {
  const { dimensions, figures } = shapeOf(result.columns, placed.panel.figures);
  const previous = usePrevious(placed.report, question, result);
  const courses = useCourses(placed, result);
  return (
    <div className="tiles">
      {result.rows
        .slice(0, 4)
        .flatMap((row) =>
          figures.map((column) => (
            <Tile
              key={`${rowLabel(row, dimensions)} ${column.name}`}
              placed={placed}
              row={row}
              column={column}
              dimensions={dimensions}
              previous={dimensions.length === 0 ? previous : undefined}
              course={dimensions.length === 0 ? courses.get(column.name) : undefined}
            />
          )),
        )}
    </div>
  );
}
