import { LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, CanvasRenderer]);

export type { EChartsType };

/** A chart in an element that has a size. */
export function createChart(element: HTMLElement): EChartsType {
  return init(element, null, { renderer: 'canvas' });
}
