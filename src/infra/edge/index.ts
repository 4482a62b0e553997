export { EdgeFunctions } from './edge-functions.ts';
export { RateRules } from './rate-rules.ts';
export { Site } from './site.ts';
