import type { ComponentType } from 'react';
import type { LineChartProps } from '../charts/line-chart.tsx';
import type { MapShapes } from '../maps/shapes.ts';
import type { Part } from './part.ts';

/** Draws lines; about 160 kB compressed. */
export const lineChart: Part<ComponentType<LineChartProps>> = {
  name: 'line-chart',
  load: async () => (await import('../charts/line-chart.tsx')).LineChart,
};

/** Paints a panel as a picture, and saves it under its id. */
export const panelPng: Part<(id: string) => Promise<void>> = {
  name: 'panel-png',
  load: async () => (await import('../export/png.ts')).downloadPanelPng,
};

/** The countries of the world. */
export const worldMap: Part<MapShapes> = {
  name: 'world-map',
  load: async () => (await import('../maps/shapes.ts')).worldShapes(),
};

/** The states of the USA. */
export const statesMap: Part<MapShapes> = {
  name: 'states-map',
  load: async () => (await import('../maps/shapes.ts')).stateShapes(),
};

/** What nearly every page needs sooner or later. */
export const EARLY: readonly Part<unknown>[] = [lineChart, panelPng];
