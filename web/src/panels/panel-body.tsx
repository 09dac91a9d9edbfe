import type { ReactNode } from 'react';
import type { Question } from '../api/queries.ts';
import type { Chart, ReportResult } from '../api/types.ts';
import { Bars } from './bars.tsx';
import { Cards } from './cards.tsx';
import { shapeOf } from './columns-of.ts';
import { DataTable } from './data-table.tsx';
import { EmptyPanel } from './empty-panel.tsx';
import { Funnel } from './funnel.tsx';
import { Heatmap } from './heatmap.tsx';
import { HourColumns } from './hour-columns.tsx';
import { LinePanel } from './line-panel.tsx';
import { StatesMap, WorldMap } from './map-panel.tsx';
import type { PlacedPanel } from './question.ts';
import { Tiles } from './tiles.tsx';
import { Words } from './words.tsx';

export interface BodyProps {
  readonly placed: PlacedPanel;
  readonly question: Question;
  readonly result: ReportResult;
}

/** Bars over hours stand up; bars over members lie. */
function BarsOrColumns(props: BodyProps): ReactNode {
  const { hour } = shapeOf(props.result.columns, props.placed.panel.figures);
  return hour === undefined ? <Bars {...props} /> : <HourColumns {...props} />;
}

const BODIES: Readonly<Record<Chart, (props: BodyProps) => ReactNode>> = {
  tiles: Tiles,
  line: LinePanel,
  bars: BarsOrColumns,
  funnel: Funnel,
  heatmap: Heatmap,
  table: DataTable,
  words: Words,
  pairs: Bars,
  world: WorldMap,
  states: StatesMap,
  cards: Cards,
};

/** A report's rows, drawn as its panel says or as a table. */
export function PanelBody({ asTable, ...props }: BodyProps & { asTable: boolean }): ReactNode {
  if (props.result.rows.length === 0) return <EmptyPanel {...props} />;
  const Body = asTable ? DataTable : BODIES[props.placed.panel.chart];
  return <Body {...props} />;
}
