export { createRequestMeasures, type RequestMeasures, type RequestReport } from './request-measures.ts';
