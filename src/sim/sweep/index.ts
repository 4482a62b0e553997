export { sweepPage, TRADES } from './page.ts';
export {
  overridesFor,
  type Sweep,
  type SweepPoint,
  type SweptSetting,
  sweepPoint,
  usualValues,
} from './sweep.ts';
