export { type Markup, markup } from './markup.ts';
export { pageOf } from './page.ts';
export {
  type Axis,
  dataTable,
  domainOf,
  figure,
  type IntervalRow,
  intervalHeight,
  intervalPlot,
  type Line,
  linePlot,
  type Point,
  timeTicks,
} from './plots/index.ts';
