export {
  type ComparableReport,
  type ComparedMeasure,
  type Comparison,
  claimsToBeReport,
  compareReports,
  readReport,
} from './compare.ts';
