export { dataTable, figure } from './figure.ts';
export { type Axis, timeTicks } from './frame.ts';
export { domainOf, type IntervalRow, intervalHeight, intervalPlot } from './intervals.ts';
export { type Line, linePlot, type Point } from './lines.ts';
