import type { ReactNode } from 'react';
import { shapeOf } from './columns-of.ts';
import type { BodyProps } from './panel-body.tsx';
import { Tile } from './tile.tsx';
import { usePrevious } from './use-previous.ts';
import { useCourses } from './use-courses.ts';

/** Figures of a whole range, each with its change and its course. */
export function Tiles({ placed, question, result }: BodyProps): ReactNode {
  const { dimensions, figures } = shapeOf(result.columns, placed.panel.figures);
  const previous = usePrevious(placed.report, question, result);
  const courses = useCourses(placed, result);
  return (
    <div className="tiles">
      {result.rows.slice(0, 4).flatMap((row, index) =>
        figures.map((column) => (
          <Tile
            key={`${index} ${column.name}`}
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
