export { ApiFunctions, type FunctionParts } from './api-functions.ts';
export { JobFunctions, type JobParts } from './job-functions.ts';
export { mayRead, mayReadSecrets } from './rights.ts';
export { TixFunction } from './tix-function.ts';
