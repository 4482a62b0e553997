export { cellsFor, heatMark, markRowFromTop, plot, roundTop, sparkline, wrapped } from './bars.ts';
export {
  about,
  latency,
  percent,
  rate,
  shareOf,
  tauInWords,
  timeOfDay,
  UNKNOWN,
  waitInWords,
} from './numbers.ts';
