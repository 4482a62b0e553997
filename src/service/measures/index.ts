export { createRequestMeasures, type RequestMeasures, type RequestReport } from './request-measures.ts';
export { measureSale } from './sale-measures.ts';
export { MEASURES, type MeasureName, type MeasureUnit, type Meter, noMeter, SALE_MEASURES } from './table.ts';
