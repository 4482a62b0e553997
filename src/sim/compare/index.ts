export {
  type ComparableReport,
  type ComparedMeasure,
  type Comparison,
  claimsToBeReport,
  compareReports,
  readReport,
} from './compare.ts';
export { comparisonPage } from './comparison-page.ts';
